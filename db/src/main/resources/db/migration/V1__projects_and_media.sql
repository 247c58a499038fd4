-- Instants are kept to the microsecond. Documents (jsonb) carry the number of their format.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of %: %', lower(TG_OP), TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION refuse_change IS 'Trigger that refuses a statement; the argument says why.';

CREATE TABLE project (
    id                uuid        PRIMARY KEY,
    title             text        NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    description       text        NOT NULL CHECK (length(description) <= 2000),
    ontology_revision int         NOT NULL,
    created_at        timestamptz NOT NULL
);
CREATE INDEX project_newest ON project (created_at DESC, id DESC);
COMMENT ON COLUMN project.ontology_revision IS 'The newest; earlier ones stay, because runs point at them.';

CREATE TABLE ontology_revision (
    project_id uuid  NOT NULL REFERENCES project,
    revision   int   NOT NULL CHECK (revision >= 1),
    document   jsonb NOT NULL CHECK (document ? 'format'),
    PRIMARY KEY (project_id, revision)
);
ALTER TABLE project
    ADD FOREIGN KEY (id, ontology_revision) REFERENCES ontology_revision (project_id, revision)
    DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON ontology_revision
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a revision never changes; an edit makes the next one');

CREATE TABLE data_unit (
    id                     uuid        PRIMARY KEY,
    project_id             uuid        NOT NULL REFERENCES project,
    title                  text        NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    kind                   text        NOT NULL CHECK (kind IN ('video', 'image', 'image_group', 'image_sequence')),
    content_hash           text        NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    files                  jsonb       NOT NULL CHECK (files ? 'format'),
    frame_count            int         NOT NULL CHECK (frame_count >= 1),
    width                  int         NOT NULL,
    height                 int         NOT NULL,
    frame_rate_numerator   bigint      NOT NULL,
    frame_rate_denominator bigint      NOT NULL CHECK (frame_rate_denominator > 0),
    rotation               int         NOT NULL CHECK (rotation IN (0, 90, 180, 270)),
    findings               text[]      NOT NULL,
    created_at             timestamptz NOT NULL
);
CREATE INDEX data_unit_newest ON data_unit (project_id, created_at DESC, id DESC);
CREATE TRIGGER immutable BEFORE UPDATE ON data_unit
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a data unit never changes');

CREATE TABLE frame_index (
    data_unit_id          uuid     PRIMARY KEY REFERENCES data_unit,
    time_base_numerator   bigint   NOT NULL,
    time_base_denominator bigint   NOT NULL CHECK (time_base_denominator > 0),
    pts                   bigint[] NOT NULL CHECK (cardinality(pts) >= 1),
    key_frames            int[]    NOT NULL
);
COMMENT ON TABLE frame_index IS 'Where each frame of a data unit is; apart from it because it is long and seldom needed.';
COMMENT ON COLUMN frame_index.pts IS 'Presentation timestamp of each frame in units of the time base (seconds), ascending.';
COMMENT ON COLUMN frame_index.key_frames IS 'Numbers of the frames that decode without another one, ascending, from 0.';
CREATE TRIGGER immutable BEFORE UPDATE ON frame_index
    FOR EACH ROW EXECUTE FUNCTION refuse_change('a data unit never changes');
