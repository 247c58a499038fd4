package io.framewise.domain.inference;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run came to.
 *
 * @param thresholds that the labels are made with now; the request's until somebody moved them
 * @param counts of the frames of all finished shards
 * @param execution how it was done; absent for a run that never classified a frame
 */
public record RunOutcome(Thresholds thresholds, OutcomeCounts counts, Optional<Execution> execution) {

    private static final String AND = " and ";

    /**
     * How frames were classified; where workers did it in several ways, all are told.
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
            long inferMillis) {

        /** Both together: what was used is told of either, times add up. */
        Execution plus(Execution other) {
            return new Execution(
                    joined(device, other.device),
                    joined(engine, other.engine),
                    joined(engineVersion, other.engineVersion),
                    joined(form, other.form),
                    duplicates + other.duplicates,
                    decodeMillis + other.decodeMillis,
                    inferMillis + other.inferMillis);
        }

        private static String joined(String these, String others) {
            return Stream.of(these, others)
                    .flatMap(each -> Stream.of(each.split(AND)))
                    .distinct()
                    .collect(Collectors.joining(AND));
        }
    }

    RunOutcome with(Thresholds next, OutcomeCounts recounted) {
        return new RunOutcome(next, recounted, execution);
    }
}
