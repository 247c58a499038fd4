package io.framewise.domain.inference;

import io.framewise.domain.inference.LabelDerivation.Rules;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many frames of a run would end in which way with each threshold from 0 to 1 in steps of 0.01, the same for all
 * options, by the labels as they are. Which option wins on a frame does not depend on the threshold, so what thresholds of
 * their own give can be read off the steps, option by option, unless the labels are smoothed.
 *
 * @param steps {@value #STEPS}, the lowest threshold first
 */
public record ThresholdPreview(List<Step> steps) {

    public static final int STEPS = 101;

    /**
     * @param counts as a run with this threshold has them
     * @param labelled the labelled frames of each option that a feature stands for
     */
    public record Step(Confidence confidence, OutcomeCounts counts, Map<FeatureNodeHash, Integer> labelled) {}

    /**
     * @param results of one run
     * @param options that features stand for
     */
    public static ThresholdPreview of(
            List<ShardResult> results, Rules rules, Collection<FeatureNodeHash> options, LabelSheet labels) {
        FrameRanges answered = FrameRanges.ofAll(results.stream()
                .flatMap(result -> result.answered().ranges().stream())
                .toList());
        Tally tally = new Tally(
                rules.answers(),
                labels.heldByPersons(rules.attribute()),
                labels.open(rules.gate(), answered),
                options,
                answered.count());
        results.forEach(tally::add);
        return new ThresholdPreview(tally.steps());
    }

    /** The threshold of a step. */
    private static Confidence threshold(int step) {
        return new Confidence(step / (STEPS - 1.0));
    }

    /** What wins on each open frame, and what comes of it at each step. */
    private static final class Tally {

        private static final int BELOW = -1;
        private static final int UNMAPPED = -2;

        private final AnswerRule answers;
        private final FrameRanges persons;
        private final FrameRanges open;
        private final List<FeatureNodeHash> options;
        private final Map<FeatureNodeHash, Integer> numbers = new HashMap<>();
        private final int[] frames;
        private final int[] winners;
        private final float[] confidences;
        private int count;
        private int kept;
        private int gatedOut;
        private int failed;
        private int reused;
        private int held;

        /** @param most frames that may be open */
        Tally(
                AnswerRule answers,
                FrameRanges persons,
                FrameRanges open,
                Collection<FeatureNodeHash> options,
                int most) {
            this.answers = answers;
            this.persons = persons;
            this.open = open;
            this.options = options.stream().distinct().toList();
            this.options.forEach(option -> numbers.put(option, numbers.size()));
            this.frames = new int[most];
            this.winners = new int[most];
            this.confidences = new float[most];
        }

        void add(ShardResult result) {
            kept += result.kept().count();
            gatedOut += result.gatedOut().count();
            failed += result.failures().size();
            reused += result.reused();
            held += result.held().count();
            result.forEach((frame, row, any) -> {
                if (persons.contains(frame)) {
                    kept++;
                } else if (!open.contains(frame)) {
                    gatedOut++;
                } else {
                    add(frame, result.winner(answers, row));
                }
            });
        }

        private void add(int frame, AnswerRule.Winner winner) {
            frames[count] = frame;
            winners[count] = number(winner.option());
            confidences[count] = winner.confidence();
            count++;
        }

        private int number(@Nullable FeatureNodeHash option) {
            Integer number = option == null ? null : numbers.get(option);
            return number == null ? UNMAPPED : number;
        }

        List<Step> steps() {
            return IntStream.range(0, STEPS)
                    .mapToObj(step -> step(threshold(step)))
                    .toList();
        }

        private Step step(Confidence threshold) {
            float least = (float) threshold.value();
            int[] says = new int[count];
            for (int i = 0; i < count; i++) {
                says[i] = confidences[i] >= least ? winners[i] : BELOW;
            }
            if (answers.smoothing() > 1) {
                Smoothing.apply(answers.smoothing(), frames, says, count);
            }
            int[] labelled = new int[options.size()];
            int below = 0;
            int unmapped = 0;
            for (int each : says) {
                if (each == BELOW) {
                    below++;
                } else if (each == UNMAPPED) {
                    unmapped++;
                } else {
                    labelled[each]++;
                }
            }
            Map<FeatureNodeHash, Integer> byOption = new TreeMap<>();
            for (int i = 0; i < labelled.length; i++) {
                byOption.put(options.get(i), labelled[i]);
            }
            OutcomeCounts counts = new OutcomeCounts(
                    IntStream.of(labelled).sum(), below, unmapped, kept, gatedOut, failed, reused, held);
            return new Step(threshold, counts, byOption);
        }
    }
}
