-- Runs are cut into shards that many workers take; each kind of device has a queue of its own.

-- What was under way was planned otherwise.
UPDATE inference_run
SET state = 'failed', cancel_requested = false, finished_at = now(), outcome_confidence = confidence,
    reason = 'Framewise was updated while the run was under way; request it again.',
    (labelled, below_threshold, unmapped, kept, gated_out, failed) =
        (SELECT coalesce(sum(r.labelled), 0), coalesce(sum(r.below_threshold), 0), coalesce(sum(r.unmapped), 0),
                coalesce(sum(r.kept), 0), coalesce(sum(r.gated_out), 0), coalesce(sum(r.failed), 0)
         FROM shard_result r WHERE r.run_id = inference_run.id)
WHERE finished_at IS NULL;

ALTER TABLE inference_run DROP CONSTRAINT only_running_runs_wait_for_cancellation;
ALTER TABLE inference_run DROP COLUMN cancel_requested;
ALTER TABLE inference_run DROP COLUMN frames_done;
ALTER TABLE inference_run DROP CONSTRAINT inference_run_state_check;
ALTER TABLE inference_run ADD CONSTRAINT inference_run_state_check
    CHECK (state IN ('queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled'));
ALTER TABLE inference_run DROP CONSTRAINT finished_runs_have_an_outcome;
ALTER TABLE inference_run ADD CONSTRAINT finished_runs_have_an_outcome CHECK (
    (state IN ('queued', 'running', 'paused')) = (finished_at IS NULL)
    AND num_nulls(finished_at, outcome_confidence, labelled, below_threshold, unmapped, kept, gated_out, failed)
        IN (0, 8));

CREATE TABLE inference_shard (
    run_id      uuid        NOT NULL REFERENCES inference_run,
    shard       int         NOT NULL CHECK (shard >= 0),
    frames      int4range   NOT NULL
                CHECK (NOT isempty(frames) AND lower(frames) >= 0 AND NOT upper_inf(frames)),
    state       text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'done', 'failed')),
    slot        uuid,
    attempt     int         NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    failures    int         NOT NULL DEFAULT 0 CHECK (failures >= 0),
    due         timestamptz NOT NULL DEFAULT clock_timestamp(),
    frames_done int         NOT NULL DEFAULT 0,
    reason      text        NOT NULL DEFAULT '',
    PRIMARY KEY (run_id, shard),
    CONSTRAINT a_taken_shard_is_a_slots CHECK ((state = 'taken') = (slot IS NOT NULL)),
    CONSTRAINT progress_is_inside_the_shard CHECK (frames_done BETWEEN 0 AND upper(frames) - lower(frames)),
    CONSTRAINT failed_shards_say_why CHECK (state <> 'failed' OR reason <> '')
);
COMMENT ON TABLE inference_shard IS 'The plan of a run, and how far each part of it is.';
COMMENT ON COLUMN inference_shard.slot IS 'The entry of the queue whose worker has it.';
COMMENT ON COLUMN inference_shard.attempt IS
    'How often it was taken. A worker may write only while this is the number with which it took the shard.';
COMMENT ON COLUMN inference_shard.due IS 'When it may be taken, by the database''s clock.';
COMMENT ON COLUMN inference_shard.reason IS 'Why it failed last, for people.';
CREATE INDEX inference_shard_waiting ON inference_shard (run_id, shard) WHERE state = 'waiting';
CREATE INDEX inference_shard_taken ON inference_shard (run_id, slot) WHERE state = 'taken';

INSERT INTO inference_shard (run_id, shard, frames, state, attempt, frames_done)
SELECT run_id, shard, frames, 'done', 1, upper(frames) - lower(frames) FROM shard_result;

DROP TABLE inference_queue;
CREATE TABLE inference_queue_cpu (
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
COMMENT ON TABLE inference_queue_cpu IS
    'Slots of runs that wait for a worker or are being served, in the form that db-scheduler 16 wants.';
COMMENT ON COLUMN inference_queue_cpu.task_instance IS 'Id of the run / id of the slot.';
CREATE INDEX inference_queue_cpu_due ON inference_queue_cpu (priority DESC, execution_time) WHERE NOT picked;
CREATE INDEX inference_queue_cpu_heartbeat ON inference_queue_cpu (last_heartbeat) WHERE picked;

CREATE TABLE inference_queue_gpu (LIKE inference_queue_cpu INCLUDING ALL);
COMMENT ON TABLE inference_queue_gpu IS 'As inference_queue_cpu, for workers that have a GPU.';
