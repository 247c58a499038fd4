package io.framewise.domain.inference;

/**
 * What a run came to.
 *
 * @param confidence the threshold that the labels are made with now; the request's until somebody moved it
 * @param counts of the frames of all finished shards
 * @param execution how it was done; absent for a run that never classified a frame
 */
public record RunOutcome(Confidence confidence, OutcomeCounts counts, java.util.Optional<Execution> execution) {

    /**
     * How frames were classified.
     *
     * @param device actually used: {@code cpu} or {@code gpu:<index>}
     * @param engine such as {@code PyTorch}
     * @param form what the engine ran, such as {@code folded, channels last}
     * @param duplicates frames that were not run through the network because an equal one was before
     * @param decodeMillis spent decoding and preprocessing, ms
     * @param inferMillis spent inside the network, ms; overlaps decoding
     */
    public record Execution(
            String device,
            String engine,
            String engineVersion,
            String form,
            int duplicates,
            long decodeMillis,
            long inferMillis) {}

    RunOutcome with(Confidence next, OutcomeCounts recounted) {
        return new RunOutcome(next, recounted, execution);
    }
}
