-- A run takes the probabilities that an earlier run of the same iteration has found on the same frames.
ALTER TABLE inference_run
    ADD COLUMN fresh boolean NOT NULL DEFAULT false,
    ADD COLUMN reused int CHECK (reused >= 0);
COMMENT ON COLUMN inference_run.fresh IS 'Whether every frame was to be inferred anew.';
COMMENT ON COLUMN inference_run.reused IS 'Classified frames whose probabilities an earlier run had found.';
ALTER TABLE inference_run ALTER COLUMN fresh DROP DEFAULT;
UPDATE inference_run SET reused = 0 WHERE finished_at IS NOT NULL;
ALTER TABLE inference_run ADD CONSTRAINT outcomes_tell_what_was_reused CHECK (
    (finished_at IS NULL) = (reused IS NULL));

CREATE OR REPLACE TRIGGER immutable_request BEFORE UPDATE ON inference_run
    FOR EACH ROW WHEN (
        (OLD.id, OLD.project_id, OLD.data_unit_id, OLD.content_hash, OLD.first_frame, OLD.last_frame,
         OLD.attached_model_id, OLD.model_id, OLD.iteration_id, OLD.weights, OLD.attribute, OLD.ontology_revision,
         OLD.confidence, OLD.confidence_per_feature, OLD.fresh, OLD.device, OLD.requester, OLD.requested_at,
         OLD.mapping, OLD.idempotency_key)
        IS DISTINCT FROM
        (NEW.id, NEW.project_id, NEW.data_unit_id, NEW.content_hash, NEW.first_frame, NEW.last_frame,
         NEW.attached_model_id, NEW.model_id, NEW.iteration_id, NEW.weights, NEW.attribute, NEW.ontology_revision,
         NEW.confidence, NEW.confidence_per_feature, NEW.fresh, NEW.device, NEW.requester, NEW.requested_at,
         NEW.mapping, NEW.idempotency_key))
    EXECUTE FUNCTION refuse_change('the request of a run never changes');

ALTER TABLE shard_result ADD COLUMN reused int NOT NULL DEFAULT 0 CHECK (reused >= 0);
COMMENT ON COLUMN shard_result.reused IS 'Classified frames whose probabilities an earlier run had found.';
ALTER TABLE shard_result ALTER COLUMN reused DROP DEFAULT;
CREATE OR REPLACE TRIGGER immutable_result
    BEFORE UPDATE OF run_id, shard, frames, kept_frames, gated_out_frames, classified, failures, probabilities, reused
    ON shard_result
    FOR EACH ROW EXECUTE FUNCTION refuse_change('predictions never change');

-- Runs of one iteration over one content.
CREATE INDEX inference_run_of_content ON inference_run (iteration_id, content_hash, requested_at DESC);
