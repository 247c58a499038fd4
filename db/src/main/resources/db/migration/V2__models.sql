CREATE TABLE model (
    id           uuid        PRIMARY KEY,
    title        text        NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    architecture text        NOT NULL,
    features     text[]      NOT NULL CHECK (cardinality(features) >= 1),
    created_at   timestamptz NOT NULL
);
CREATE INDEX model_newest ON model (created_at DESC, id DESC);
COMMENT ON COLUMN model.features IS 'Class names in the order of the network''s outputs.';

CREATE TABLE iteration (
    id            uuid        PRIMARY KEY,
    model_id      uuid        NOT NULL REFERENCES model,
    number        int         NOT NULL CHECK (number >= 1),
    weights       text        NOT NULL CHECK (weights ~ '^[0-9a-f]{64}$'),
    bytes         bigint      NOT NULL CHECK (bytes >= 0),
    checked       jsonb       NOT NULL CHECK (checked ? 'format'),
    width         int         NOT NULL CHECK (width >= 1),
    height        int         NOT NULL CHECK (height >= 1),
    resize        text        NOT NULL CHECK (resize IN ('crop', 'squish', 'pad')),
    padding       text        NOT NULL CHECK (padding IN ('zeros', 'border', 'reflection')),
    second_resize jsonb       CHECK (second_resize ? 'format'),
    mean          real[]      CHECK (cardinality(mean) = 3),
    std           real[]      CHECK (cardinality(std) = 3),
    activation    text        NOT NULL CHECK (activation IN ('softmax', 'none')),
    provenance    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    UNIQUE (model_id, number),
    CHECK ((mean IS NULL) = (std IS NULL))
);
COMMENT ON COLUMN iteration.weights IS 'SHA-256 of the stored weights, the name of their blob.';
COMMENT ON COLUMN iteration.checked IS 'What was found when the weights were imported.';
COMMENT ON COLUMN iteration.second_resize IS 'Of the values between 0 and 1; null for none.';
COMMENT ON COLUMN iteration.mean IS 'Of red, green, blue; null, as std, when the input is not normalised.';
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON iteration
    FOR EACH ROW EXECUTE FUNCTION refuse_change('an iteration never changes; runs point at it');

CREATE TABLE attached_model (
    id               uuid             PRIMARY KEY,
    project_id       uuid             NOT NULL REFERENCES project,
    model_id         uuid             NOT NULL REFERENCES model,
    attribute        text COLLATE "C" NOT NULL CHECK (length(attribute) = 8),
    features_mapping jsonb            NOT NULL CHECK (features_mapping ? 'format'),
    iteration_policy jsonb            NOT NULL CHECK (iteration_policy ? 'format'),
    enabled          boolean          NOT NULL,
    archived         boolean          NOT NULL,
    version          int              NOT NULL CHECK (version >= 1),
    attached_at      timestamptz      NOT NULL,
    CHECK (NOT (archived AND enabled))
);
CREATE INDEX attached_model_of_project ON attached_model (project_id, attached_at, id);
COMMENT ON COLUMN attached_model.attribute IS 'The radio attribute that the model answers.';
