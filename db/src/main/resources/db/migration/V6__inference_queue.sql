CREATE TABLE inference_queue (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
COMMENT ON TABLE inference_queue IS
    'Runs that wait for a worker or are being executed, in the form that db-scheduler 16 wants. A row goes with its run''s end.';
COMMENT ON COLUMN inference_queue.task_instance IS 'Id of the run.';
CREATE INDEX inference_queue_due ON inference_queue (priority DESC, execution_time) WHERE NOT picked;
CREATE INDEX inference_queue_heartbeat ON inference_queue (last_heartbeat) WHERE picked;
