-- Answers that last for fewer frames than this between two stretches of another one take that answer. The defaults stay, so
-- that a node of the release before goes on writing beside newer ones.
ALTER TABLE inference_run
    ADD COLUMN smoothing int NOT NULL DEFAULT 1 CHECK (smoothing BETWEEN 1 AND 10000),
    ADD COLUMN outcome_smoothing int NOT NULL DEFAULT 1 CHECK (outcome_smoothing BETWEEN 1 AND 10000);
COMMENT ON COLUMN inference_run.smoothing IS 'What was asked for; 1 for none.';
COMMENT ON COLUMN inference_run.outcome_smoothing IS 'What the labels are made with now.';

CREATE OR REPLACE TRIGGER immutable_request BEFORE UPDATE ON inference_run
    FOR EACH ROW WHEN (
        (OLD.id, OLD.project_id, OLD.data_unit_id, OLD.content_hash, OLD.first_frame, OLD.last_frame,
         OLD.attached_model_id, OLD.model_id, OLD.iteration_id, OLD.weights, OLD.attribute, OLD.ontology_revision,
         OLD.confidence, OLD.confidence_per_feature, OLD.smoothing, OLD.fresh, OLD.stride, OLD.device, OLD.requester,
         OLD.requested_at, OLD.mapping, OLD.idempotency_key)
        IS DISTINCT FROM
        (NEW.id, NEW.project_id, NEW.data_unit_id, NEW.content_hash, NEW.first_frame, NEW.last_frame,
         NEW.attached_model_id, NEW.model_id, NEW.iteration_id, NEW.weights, NEW.attribute, NEW.ontology_revision,
         NEW.confidence, NEW.confidence_per_feature, NEW.smoothing, NEW.fresh, NEW.stride, NEW.device, NEW.requester,
         NEW.requested_at, NEW.mapping, NEW.idempotency_key))
    EXECUTE FUNCTION refuse_change('the request of a run never changes');

ALTER TABLE label
    ADD COLUMN smoothed int4multirange,
    ADD CONSTRAINT only_a_runs_label_is_smoothed_and_on_its_frames CHECK (
        smoothed IS NULL OR person IS NULL AND smoothed <@ frames AND NOT isempty(smoothed));
COMMENT ON COLUMN label.smoothed IS
    'Frames of a run''s label on which its model said something else for a moment; null for none.';
ALTER TABLE label_history ADD COLUMN smoothed int4multirange;
