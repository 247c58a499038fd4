package io.framewise.domain.inference;

/**
 * How many frames ended in which way; each frame of a finished range ended in exactly one (rule 3).
 *
 * @param labelled got an answer from the run
 * @param belowThreshold the winning feature's confidence was below the threshold
 * @param unmapped the winning feature stands for no option
 * @param kept a person's answer was there
 * @param gatedOut the parent questions were not answered with the owning options
 * @param failed could not be decoded or classified
 */
public record OutcomeCounts(int labelled, int belowThreshold, int unmapped, int kept, int gatedOut, int failed) {

    public static final OutcomeCounts ZERO = new OutcomeCounts(0, 0, 0, 0, 0, 0);

    public OutcomeCounts {
        if (Math.min(Math.min(Math.min(labelled, belowThreshold), Math.min(unmapped, kept)), Math.min(gatedOut, failed))
                < 0) {
            throw new IllegalArgumentException("A count is not below 0.");
        }
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
                failed + other.failed);
    }
}
