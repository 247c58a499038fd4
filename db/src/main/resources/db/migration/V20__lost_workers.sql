-- A shard in whose hands workers die again and again must come to an end, too.
ALTER TABLE inference_shard ADD COLUMN losses int NOT NULL DEFAULT 0 CHECK (losses >= 0);
COMMENT ON COLUMN inference_shard.losses IS 'How often a worker was lost while it had the shard.';
