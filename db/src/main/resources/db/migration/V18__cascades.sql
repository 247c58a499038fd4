-- A run of a cascade goes by the fresh answers of another one, shard by shard.
ALTER TABLE inference_run ADD COLUMN follows uuid REFERENCES inference_run;
COMMENT ON COLUMN inference_run.follows IS 'The run of the same cascade whose answers open its gate; null for a run on its own.';
CREATE INDEX inference_run_followers ON inference_run (follows) WHERE follows IS NOT NULL;

CREATE OR REPLACE TRIGGER immutable_request BEFORE UPDATE ON inference_run
    FOR EACH ROW WHEN (
        (OLD.id, OLD.project_id, OLD.data_unit_id, OLD.content_hash, OLD.first_frame, OLD.last_frame,
         OLD.attached_model_id, OLD.model_id, OLD.iteration_id, OLD.weights, OLD.attribute, OLD.ontology_revision,
         OLD.confidence, OLD.confidence_per_feature, OLD.smoothing, OLD.fresh, OLD.stride, OLD.device, OLD.requester,
         OLD.requested_at, OLD.mapping, OLD.idempotency_key, OLD.follows)
        IS DISTINCT FROM
        (NEW.id, NEW.project_id, NEW.data_unit_id, NEW.content_hash, NEW.first_frame, NEW.last_frame,
         NEW.attached_model_id, NEW.model_id, NEW.iteration_id, NEW.weights, NEW.attribute, NEW.ontology_revision,
         NEW.confidence, NEW.confidence_per_feature, NEW.smoothing, NEW.fresh, NEW.stride, NEW.device, NEW.requester,
         NEW.requested_at, NEW.mapping, NEW.idempotency_key, NEW.follows))
    EXECUTE FUNCTION refuse_change('the request of a run never changes');
