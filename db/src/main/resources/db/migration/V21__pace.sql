-- How fast a run was, part by part, for whoever reads its record later.
ALTER TABLE inference_shard ADD COLUMN done_at timestamptz;
COMMENT ON COLUMN inference_shard.done_at IS 'When its results were stored; null before, and for what an earlier release has done.';
