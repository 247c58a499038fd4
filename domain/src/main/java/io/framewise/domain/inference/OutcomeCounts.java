package io.framewise.domain.inference;

import java.util.stream.IntStream;

/**
 * How many frames ended in which way; each frame of a finished range ended in exactly one (rule 3).
 *
 * @param labelled got an answer from the run
 * @param belowThreshold the winning feature's confidence was below the threshold
 * @param unmapped the winning feature stands for no option
 * @param kept a person's answer was there
 * @param gatedOut the parent questions were not answered with the owning options
 * @param failed could not be decoded or classified
 * @param reused of those that were classified (labelled, below the threshold, unmapped or answered by a person
 *     meanwhile), the frames whose probabilities were taken from an earlier run
 * @param held of those with an outcome of the network's, the frames that were not classified themselves and hold what the
 *     sampled frame before them got
 */
public record OutcomeCounts(
        int labelled, int belowThreshold, int unmapped, int kept, int gatedOut, int failed, int reused, int held) {

    public static final OutcomeCounts ZERO = new OutcomeCounts(0, 0, 0, 0, 0, 0);

    public OutcomeCounts {
        if (IntStream.of(labelled, belowThreshold, unmapped, kept, gatedOut, failed, reused, held)
                .anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("A count is not below 0.");
        }
    }

    /** Of frames that were all classified anew. */
    public OutcomeCounts(int labelled, int belowThreshold, int unmapped, int kept, int gatedOut, int failed) {
        this(labelled, belowThreshold, unmapped, kept, gatedOut, failed, 0, 0);
    }

    public int total() {
        return labelled + belowThreshold + unmapped + kept + gatedOut + failed;
    }

    public OutcomeCounts plus(OutcomeCounts other) {
        return new OutcomeCounts(
                labelled + other.labelled,
                belowThreshold + other.belowThreshold,
                unmapped + other.unmapped,
                kept + other.kept,
                gatedOut + other.gatedOut,
                failed + other.failed,
                reused + other.reused,
                held + other.held);
    }
}
