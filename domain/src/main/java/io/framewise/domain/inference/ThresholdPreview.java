package io.framewise.domain.inference;

import io.framewise.domain.inference.LabelDerivation.Rules;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many frames of a run would end in which way with each threshold from 0 to 1 in steps of 0.01, the same for all
 * options, by the labels as they are. Which option wins on a frame does not depend on the threshold, so what thresholds of
 * their own give can be read off the steps, option by option.
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
                rules.answers(), labels.heldByPersons(rules.attribute()), labels.open(rules.gate(), answered), options);
        results.forEach(tally::add);
        return new ThresholdPreview(tally.steps());
    }

    /** The threshold of a step. */
    private static Confidence threshold(int step) {
        return new Confidence(step / (STEPS - 1.0));
    }

    private static final class Tally {

        private final AnswerRule answers;
        private final FrameRanges persons;
        private final FrameRanges open;
        private final float[] thresholds = new float[STEPS];
        /** For each option how many winners reach a step and not the next. */
        private final Map<FeatureNodeHash, int[]> reached = new TreeMap<>();

        private final int[] unmapped = new int[STEPS];
        private int kept;
        private int gatedOut;
        private int failed;
        private int reused;
        private int held;

        Tally(AnswerRule answers, FrameRanges persons, FrameRanges open, Collection<FeatureNodeHash> options) {
            this.answers = answers;
            this.persons = persons;
            this.open = open;
            options.forEach(option -> reached.put(option, new int[STEPS]));
            for (int step = 0; step < STEPS; step++) {
                thresholds[step] = (float) threshold(step).value();
            }
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
                    add(result.winner(answers, row));
                }
            });
        }

        private void add(AnswerRule.Winner winner) {
            int step = Math.min(STEPS - 1, (int) (winner.confidence() * STEPS));
            while (step > 0 && winner.confidence() < thresholds[step]) {
                step--;
            }
            FeatureNodeHash option = winner.option();
            int[] counted = option == null ? unmapped : reached.computeIfAbsent(option, any -> new int[STEPS]);
            counted[step]++;
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            int predicted = sum(unmapped, 0)
                    + reached.values().stream().mapToInt(each -> sum(each, 0)).sum();
            for (int step = 0; step < STEPS; step++) {
                Map<FeatureNodeHash, Integer> byOption = new TreeMap<>();
                for (Map.Entry<FeatureNodeHash, int[]> option : reached.entrySet()) {
                    byOption.put(option.getKey(), sum(option.getValue(), step));
                }
                int labelled =
                        byOption.values().stream().mapToInt(Integer::intValue).sum();
                int without = sum(unmapped, step);
                int below = predicted - labelled - without;
                OutcomeCounts counts =
                        new OutcomeCounts(labelled, below, without, kept, gatedOut, failed, reused, held);
                steps.add(new Step(threshold(step), counts, byOption));
            }
            return steps;
        }

        private static int sum(int[] reached, int from) {
            int sum = 0;
            for (int step = from; step < STEPS; step++) {
                sum += reached[step];
            }
            return sum;
        }
    }
}
