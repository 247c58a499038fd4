CREATE INDEX inference_run_of_iteration ON inference_run (iteration_id, requested_at DESC);

CREATE TABLE inference_batch (
    id           uuid        PRIMARY KEY,
    project_id   uuid        NOT NULL REFERENCES project,
    requester    text        NOT NULL,
    requested_at timestamptz NOT NULL
);
COMMENT ON TABLE inference_batch IS 'Runs that were requested together.';
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON inference_batch
    FOR EACH ROW EXECUTE FUNCTION refuse_change('batches are kept as they were requested');

CREATE TABLE inference_batch_run (
    batch_id uuid NOT NULL REFERENCES inference_batch,
    place    int  NOT NULL CHECK (place >= 0),
    run_id   uuid NOT NULL UNIQUE REFERENCES inference_run,
    PRIMARY KEY (batch_id, place)
);
