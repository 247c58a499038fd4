CREATE TABLE inference_run (
    -- The request: it never changes (rule 7).
    id                uuid             PRIMARY KEY,
    project_id        uuid             NOT NULL REFERENCES project,
    data_unit_id      uuid             NOT NULL REFERENCES data_unit,
    content_hash      text             NOT NULL,
    first_frame       int              NOT NULL CHECK (first_frame >= 0),
    last_frame        int              NOT NULL,
    attached_model_id uuid             NOT NULL REFERENCES attached_model,
    model_id          uuid             NOT NULL REFERENCES model,
    iteration_id      uuid             NOT NULL REFERENCES iteration,
    weights           text             NOT NULL,
    attribute         text COLLATE "C" NOT NULL,
    ontology_revision int              NOT NULL,
    confidence        double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    device            text             NOT NULL,
    requester         text             NOT NULL,
    requested_at      timestamptz      NOT NULL,
    mapping           jsonb            NOT NULL CHECK (mapping ? 'format'),
    idempotency_key   text,

    -- The state.
    state             text             NOT NULL
                      CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    cancel_requested  boolean          NOT NULL,
    started_at        timestamptz,
    finished_at       timestamptz,
    reason            text,
    frames_done       int              NOT NULL CHECK (frames_done >= 0),

    -- The outcome of a finished run.
    outcome_confidence double precision CHECK (outcome_confidence BETWEEN 0 AND 1),
    labelled          int              CHECK (labelled >= 0),
    below_threshold   int              CHECK (below_threshold >= 0),
    unmapped          int              CHECK (unmapped >= 0),
    kept              int              CHECK (kept >= 0),
    gated_out         int              CHECK (gated_out >= 0),
    failed            int              CHECK (failed >= 0),
    device_used       text,
    engine            text,
    engine_version    text,
    form              text,
    duplicates        int              CHECK (duplicates >= 0),
    decode_millis     bigint           CHECK (decode_millis >= 0),
    infer_millis      bigint           CHECK (infer_millis >= 0),

    FOREIGN KEY (project_id, ontology_revision) REFERENCES ontology_revision,
    UNIQUE (project_id, idempotency_key),
    CONSTRAINT frames_are_a_range CHECK (first_frame <= last_frame),
    CONSTRAINT progress_is_inside_the_range CHECK (frames_done <= last_frame - first_frame + 1),
    CONSTRAINT finished_runs_have_an_outcome CHECK (
        (state IN ('queued', 'running')) = (finished_at IS NULL)
        AND num_nulls(finished_at, outcome_confidence, labelled, below_threshold, unmapped, kept, gated_out, failed)
            IN (0, 8)),
    CONSTRAINT every_frame_of_a_succeeded_run_has_an_outcome CHECK (
        state <> 'succeeded'
        OR labelled + below_threshold + unmapped + kept + gated_out + failed = last_frame - first_frame + 1),
    CONSTRAINT running_runs_have_started CHECK (
        CASE state WHEN 'queued' THEN started_at IS NULL WHEN 'running' THEN started_at IS NOT NULL ELSE true END),
    CONSTRAINT only_running_runs_wait_for_cancellation CHECK (state = 'running' OR NOT cancel_requested),
    CONSTRAINT failed_runs_say_why CHECK ((state = 'failed') = (reason IS NOT NULL)),
    CONSTRAINT execution_is_told_whole CHECK (
        num_nulls(device_used, engine, engine_version, form, duplicates, decode_millis, infer_millis) IN (0, 7))
);
COMMENT ON COLUMN inference_run.mapping IS 'The model''s features and what they stood for, as they were.';
COMMENT ON COLUMN inference_run.confidence IS 'The threshold that was asked for.';
COMMENT ON COLUMN inference_run.outcome_confidence IS 'The threshold that the labels are made with now.';
COMMENT ON COLUMN inference_run.device_used IS 'Null, as the other facts of execution, when no frame was classified.';

CREATE INDEX inference_run_newest ON inference_run (requested_at DESC, id DESC);
CREATE INDEX inference_run_of_project ON inference_run (project_id, requested_at DESC, id DESC);
CREATE INDEX inference_run_of_data_unit ON inference_run (data_unit_id, requested_at DESC, id DESC);
CREATE INDEX inference_run_of_model ON inference_run (model_id, requested_at DESC, id DESC);
CREATE INDEX inference_run_of_attached_model ON inference_run (attached_model_id, requested_at DESC, id DESC);
CREATE INDEX inference_run_of_requester ON inference_run (requester, requested_at DESC, id DESC);
CREATE INDEX inference_run_unfinished ON inference_run (state, requested_at DESC, id DESC) WHERE finished_at IS NULL;

CREATE TRIGGER immutable_request BEFORE UPDATE ON inference_run
    FOR EACH ROW WHEN (
        (OLD.id, OLD.project_id, OLD.data_unit_id, OLD.content_hash, OLD.first_frame, OLD.last_frame,
         OLD.attached_model_id, OLD.model_id, OLD.iteration_id, OLD.weights, OLD.attribute, OLD.ontology_revision,
         OLD.confidence, OLD.device, OLD.requester, OLD.requested_at, OLD.mapping, OLD.idempotency_key)
        IS DISTINCT FROM
        (NEW.id, NEW.project_id, NEW.data_unit_id, NEW.content_hash, NEW.first_frame, NEW.last_frame,
         NEW.attached_model_id, NEW.model_id, NEW.iteration_id, NEW.weights, NEW.attribute, NEW.ontology_revision,
         NEW.confidence, NEW.device, NEW.requester, NEW.requested_at, NEW.mapping, NEW.idempotency_key))
    EXECUTE FUNCTION refuse_change('the request of a run never changes');
CREATE TRIGGER kept BEFORE DELETE ON inference_run
    FOR EACH ROW EXECUTE FUNCTION refuse_change('runs are kept; labels and auditors point at them');

CREATE TABLE shard_result (
    run_id           uuid           NOT NULL REFERENCES inference_run,
    shard            int            NOT NULL CHECK (shard >= 0),
    frames           int4range      NOT NULL
                     CHECK (NOT isempty(frames) AND lower(frames) >= 0 AND NOT upper_inf(frames)),
    kept_frames      int4multirange NOT NULL,
    gated_out_frames int4multirange NOT NULL,
    classified       int4multirange NOT NULL,
    failures         jsonb          NOT NULL CHECK (failures ? 'format'),
    probabilities    bytea          NOT NULL CHECK (octet_length(probabilities) % 4 = 0),
    labelled         int            NOT NULL CHECK (labelled >= 0),
    below_threshold  int            NOT NULL CHECK (below_threshold >= 0),
    unmapped         int            NOT NULL CHECK (unmapped >= 0),
    kept             int            NOT NULL CHECK (kept >= 0),
    gated_out        int            NOT NULL CHECK (gated_out >= 0),
    failed           int            NOT NULL CHECK (failed >= 0),
    PRIMARY KEY (run_id, shard),
    CONSTRAINT every_frame_has_an_outcome CHECK (
        labelled + below_threshold + unmapped + kept + gated_out + failed = upper(frames) - lower(frames))
);
-- Probabilities do not compress; trying to costs more than writing them.
ALTER TABLE shard_result ALTER COLUMN probabilities SET STORAGE EXTERNAL;
COMMENT ON TABLE shard_result IS 'What a run found on the frames of one shard. Only the counts change, with the threshold.';
COMMENT ON COLUMN shard_result.probabilities IS
    'Classified frames x features, row-major, each an IEEE 754 single of 4 bytes, the highest first.';
COMMENT ON COLUMN shard_result.kept_frames IS 'A person''s answer was there when the frames were chosen.';
COMMENT ON COLUMN shard_result.kept IS 'Frames with a person''s answer when the counts were made.';
CREATE TRIGGER immutable_result
    BEFORE UPDATE OF run_id, shard, frames, kept_frames, gated_out_frames, classified, failures, probabilities
    ON shard_result
    FOR EACH ROW EXECUTE FUNCTION refuse_change('predictions never change');
