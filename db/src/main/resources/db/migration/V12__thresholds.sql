-- Options may have thresholds of their own.
ALTER TABLE inference_run
    ADD COLUMN confidence_per_feature jsonb NOT NULL DEFAULT '{"format": 1, "options": {}}'
        CHECK (confidence_per_feature ? 'format'),
    ADD COLUMN outcome_confidence_per_feature jsonb CHECK (outcome_confidence_per_feature ? 'format');
COMMENT ON COLUMN inference_run.confidence_per_feature IS
    'Options to the thresholds that were asked for, where they differ from "confidence".';
COMMENT ON COLUMN inference_run.outcome_confidence_per_feature IS
    'Options to the thresholds that the labels are made with now.';
ALTER TABLE inference_run ALTER COLUMN confidence_per_feature DROP DEFAULT;
UPDATE inference_run SET outcome_confidence_per_feature = '{"format": 1, "options": {}}' WHERE finished_at IS NOT NULL;
ALTER TABLE inference_run ADD CONSTRAINT outcomes_have_all_thresholds CHECK (
    (outcome_confidence IS NULL) = (outcome_confidence_per_feature IS NULL));

CREATE OR REPLACE TRIGGER immutable_request BEFORE UPDATE ON inference_run
    FOR EACH ROW WHEN (
        (OLD.id, OLD.project_id, OLD.data_unit_id, OLD.content_hash, OLD.first_frame, OLD.last_frame,
         OLD.attached_model_id, OLD.model_id, OLD.iteration_id, OLD.weights, OLD.attribute, OLD.ontology_revision,
         OLD.confidence, OLD.confidence_per_feature, OLD.device, OLD.requester, OLD.requested_at, OLD.mapping,
         OLD.idempotency_key)
        IS DISTINCT FROM
        (NEW.id, NEW.project_id, NEW.data_unit_id, NEW.content_hash, NEW.first_frame, NEW.last_frame,
         NEW.attached_model_id, NEW.model_id, NEW.iteration_id, NEW.weights, NEW.attribute, NEW.ontology_revision,
         NEW.confidence, NEW.confidence_per_feature, NEW.device, NEW.requester, NEW.requested_at, NEW.mapping,
         NEW.idempotency_key))
    EXECUTE FUNCTION refuse_change('the request of a run never changes');
