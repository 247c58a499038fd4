-- A label may have been made by a run elsewhere and imported; it says so, and keeps its confidences.
ALTER TABLE label ADD COLUMN origin jsonb CHECK (origin ? 'format');
COMMENT ON COLUMN label.origin IS 'Of an imported label: the run that made it elsewhere, its model, iteration and threshold.';

ALTER TABLE label
    DROP CONSTRAINT a_person_or_a_run_says_so,
    DROP CONSTRAINT a_run_has_a_confidence_per_frame,
    ADD CONSTRAINT a_person_or_a_run_says_so CHECK (num_nonnulls(person, run_id, origin) = 1),
    ADD CONSTRAINT a_run_has_a_confidence_per_frame CHECK (
        CASE WHEN person IS NOT NULL THEN confidences IS NULL
             ELSE confidences IS NOT NULL AND cardinality(confidences) = upper(frames) - lower(frames)
                  AND 0 <= ALL (confidences) AND 1 >= ALL (confidences)
        END);

ALTER TABLE label
    DROP CONSTRAINT only_what_a_run_says_is_accepted_by_somebody_at_some_time,
    ADD CONSTRAINT only_what_a_run_says_is_accepted_by_somebody_at_some_time CHECK (
        num_nonnulls(reviewer, reviewed_at) = 0 OR person IS NULL AND num_nonnulls(reviewer, reviewed_at) = 2);

ALTER TABLE label_history ADD COLUMN origin jsonb;
ALTER TABLE label_change
    DROP CONSTRAINT label_change_kind_check,
    ADD CONSTRAINT label_change_kind_check CHECK (
        kind IN ('answered', 'removed', 'imported', 'accepted', 'rejected', 'inferred', 'rederived', 'undone'));

-- Labels are imported into the data units that have the same content.
CREATE INDEX data_unit_of_content ON data_unit (project_id, content_hash);
