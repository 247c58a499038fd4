-- Probabilities take a fifth of the space. What was written before stays as it is.
ALTER TABLE shard_result
    ADD COLUMN packing smallint NOT NULL DEFAULT 0 CHECK (packing IN (0, 1)),
    DROP CONSTRAINT shard_result_probabilities_check,
    ADD CONSTRAINT floats_are_whole CHECK (packing = 1 OR octet_length(probabilities) % 4 = 0);
COMMENT ON COLUMN shard_result.packing IS 'How probabilities are written: 0 or 1.';
COMMENT ON COLUMN shard_result.probabilities IS
    'Classified frames x features. Packing 0: row-major, each an IEEE 754 single of 4 bytes, the highest first. Packing 1: the
number of features in 2 bytes, the higher first, then raw DEFLATE of byte planes: the strongest feature of each frame and, feature
by feature without it, multiples of 1/5000; the higher bytes of all before the lower bytes of all.';

CREATE OR REPLACE TRIGGER immutable_result
    BEFORE UPDATE OF run_id, shard, frames, kept_frames, gated_out_frames, classified, failures, probabilities, packing,
        reused, held_frames
    ON shard_result
    FOR EACH ROW EXECUTE FUNCTION refuse_change('predictions never change');
