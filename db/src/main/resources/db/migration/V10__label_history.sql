-- A person may stand behind what a run has answered.
ALTER TABLE label
    ADD COLUMN reviewer    text,
    ADD COLUMN reviewed_at timestamptz,
    ADD CONSTRAINT only_what_a_run_says_is_accepted_by_somebody_at_some_time CHECK (
        num_nonnulls(reviewer, reviewed_at) = 0 OR run_id IS NOT NULL AND num_nonnulls(reviewer, reviewed_at) = 2);

CREATE TABLE label_change (
    data_unit_id uuid        NOT NULL REFERENCES data_unit,
    number       int         NOT NULL CHECK (number >= 1),
    kind         text        NOT NULL CHECK (
                     kind IN ('answered', 'removed', 'accepted', 'rejected', 'inferred', 'rederived', 'undone')),
    actor        text        NOT NULL,
    at           timestamptz NOT NULL,
    by_run_id    uuid        REFERENCES inference_run,
    undone       int,
    PRIMARY KEY (data_unit_id, number),
    FOREIGN KEY (data_unit_id, undone) REFERENCES label_change,
    CONSTRAINT a_change_is_undone_once UNIQUE (data_unit_id, undone),
    CONSTRAINT only_earlier_changes_are_undone CHECK (undone < number),
    CONSTRAINT runs_infer_and_rederive CHECK ((kind IN ('inferred', 'rederived')) = (by_run_id IS NOT NULL)),
    CONSTRAINT undoing_names_the_change CHECK ((kind = 'undone') = (undone IS NOT NULL))
);
COMMENT ON TABLE label_change IS 'Why the labels of a data unit have changed, change by change. The newest number is their version.';
COMMENT ON COLUMN label_change.actor IS 'Who did it; of a run, who has asked for it.';

CREATE TABLE label_history (
    data_unit_id uuid             NOT NULL,
    number       int              NOT NULL,
    added        boolean          NOT NULL,
    attribute    text COLLATE "C" NOT NULL,
    frames       int4range        NOT NULL,
    answer       jsonb            NOT NULL,
    person       text,
    run_id       uuid             REFERENCES inference_run,
    confidences  real[],
    reviewer     text,
    reviewed_at  timestamptz,
    FOREIGN KEY (data_unit_id, number) REFERENCES label_change
);
COMMENT ON TABLE label_history IS 'What each change has removed and added, on the frames only on which something changed.';
COMMENT ON COLUMN label_history.added IS 'Whether the answer was there after the change; otherwise it was there before.';
CREATE INDEX label_history_of_change ON label_history (data_unit_id, number);
CREATE INDEX label_history_of_frames ON label_history USING gist (data_unit_id, frames);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON label_change
    FOR EACH ROW EXECUTE FUNCTION refuse_change('the history of labels only grows');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON label_history
    FOR EACH ROW EXECUTE FUNCTION refuse_change('the history of labels only grows');
