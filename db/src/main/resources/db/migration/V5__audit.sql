CREATE TABLE audit_entry (
    sequence      bigint      PRIMARY KEY CHECK (sequence >= 1),
    at            timestamptz NOT NULL,
    actor         text        NOT NULL,
    action        text        NOT NULL,
    noun          text        NOT NULL,
    subject_id    text        NOT NULL,
    project       text        NOT NULL,
    details       jsonb       NOT NULL,
    previous_hash text        NOT NULL CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
    hash          text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    CONSTRAINT the_chain_does_not_fork UNIQUE (previous_hash)
);
COMMENT ON TABLE audit_entry IS 'Who did what to which thing, when. Each entry carries the hash of the one before.';
COMMENT ON COLUMN audit_entry.project IS 'Id of the project, empty for things that belong to none.';
COMMENT ON COLUMN audit_entry.details IS 'Facts of the change: name to text.';

CREATE INDEX audit_entry_of_project ON audit_entry (project, sequence DESC);
CREATE INDEX audit_entry_of_actor ON audit_entry (actor, sequence DESC);
CREATE INDEX audit_entry_of_subject ON audit_entry (noun, subject_id, sequence DESC);
CREATE INDEX audit_entry_of_action ON audit_entry (action, sequence DESC);
CREATE INDEX audit_entry_at ON audit_entry (at);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change('the audit trail only grows');
CREATE TRIGGER append_only_as_a_whole BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the audit trail only grows');
