-- A run may classify every Nth frame only; the frames in between hold the answer of the sampled frame before them. The
-- defaults stay: a node of the release before, which does not know the columns, goes on writing beside newer ones.
ALTER TABLE inference_run
    ADD COLUMN stride int NOT NULL DEFAULT 1 CHECK (stride BETWEEN 1 AND 10000),
    ADD COLUMN held int NOT NULL DEFAULT 0 CHECK (held >= 0);
COMMENT ON COLUMN inference_run.stride IS 'Every how many-th frame is classified.';
COMMENT ON COLUMN inference_run.held IS 'Frames with an outcome that were not classified themselves.';

CREATE OR REPLACE TRIGGER immutable_request BEFORE UPDATE ON inference_run
    FOR EACH ROW WHEN (
        (OLD.id, OLD.project_id, OLD.data_unit_id, OLD.content_hash, OLD.first_frame, OLD.last_frame,
         OLD.attached_model_id, OLD.model_id, OLD.iteration_id, OLD.weights, OLD.attribute, OLD.ontology_revision,
         OLD.confidence, OLD.confidence_per_feature, OLD.fresh, OLD.stride, OLD.device, OLD.requester,
         OLD.requested_at, OLD.mapping, OLD.idempotency_key)
        IS DISTINCT FROM
        (NEW.id, NEW.project_id, NEW.data_unit_id, NEW.content_hash, NEW.first_frame, NEW.last_frame,
         NEW.attached_model_id, NEW.model_id, NEW.iteration_id, NEW.weights, NEW.attribute, NEW.ontology_revision,
         NEW.confidence, NEW.confidence_per_feature, NEW.fresh, NEW.stride, NEW.device, NEW.requester,
         NEW.requested_at, NEW.mapping, NEW.idempotency_key))
    EXECUTE FUNCTION refuse_change('the request of a run never changes');

CREATE FUNCTION frame_count(frames int4multirange) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT coalesce(sum(upper(part) - lower(part)), 0) FROM unnest(frames) AS part);

ALTER TABLE shard_result ADD COLUMN held_frames int4multirange NOT NULL DEFAULT '{}';
COMMENT ON COLUMN shard_result.held_frames IS 'Have the probabilities of the classified frame before them.';
CREATE OR REPLACE TRIGGER immutable_result
    BEFORE UPDATE OF run_id, shard, frames, kept_frames, gated_out_frames, classified, failures, probabilities, reused,
        held_frames
    ON shard_result
    FOR EACH ROW EXECUTE FUNCTION refuse_change('predictions never change');

ALTER TABLE label
    ADD COLUMN held int4multirange,
    ADD CONSTRAINT only_a_runs_label_is_held_and_on_its_frames CHECK (
        held IS NULL OR person IS NULL AND held <@ frames AND NOT isempty(held));
COMMENT ON COLUMN label.held IS 'Frames of a run''s label that were not classified themselves; null for none.';
ALTER TABLE label_history ADD COLUMN held int4multirange;
