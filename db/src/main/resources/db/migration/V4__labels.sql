-- Lets the exclusion constraint compare ids beside ranges. A trusted extension: the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE label (
    data_unit_id uuid             NOT NULL REFERENCES data_unit,
    attribute    text COLLATE "C" NOT NULL CHECK (length(attribute) = 8),
    frames       int4range        NOT NULL CHECK (NOT isempty(frames) AND lower(frames) >= 0 AND NOT upper_inf(frames)),
    answer       jsonb            NOT NULL CHECK (answer ? 'type'),
    person       text,
    run_id       uuid             REFERENCES inference_run,
    confidences  real[],
    -- Also the index for the labels of a window of frames.
    CONSTRAINT labels_of_an_attribute_do_not_overlap
        EXCLUDE USING gist (data_unit_id WITH =, attribute WITH =, frames WITH &&),
    CONSTRAINT a_person_or_a_run_says_so CHECK (num_nonnulls(person, run_id) = 1),
    CONSTRAINT a_run_has_a_confidence_per_frame CHECK (
        CASE WHEN run_id IS NULL THEN confidences IS NULL
             ELSE confidences IS NOT NULL AND cardinality(confidences) = upper(frames) - lower(frames)
                  AND 0 <= ALL (confidences) AND 1 >= ALL (confidences)
        END)
);
COMMENT ON TABLE label IS 'The answer of one attribute on frames next to each other; replaced, never updated.';
