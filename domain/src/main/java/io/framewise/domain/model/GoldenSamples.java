package io.framewise.domain.model;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Images with the probabilities that a network is expected to answer: the proof that it was taken over rightly.
 *
 * @param required whether the import is to be refused when the network answers otherwise
 */
public record GoldenSamples(boolean required, List<Sample> samples) {

    private static final int MOST = 1_000;
    private static final double SUM_SLACK = 1e-3;

    /**
     * @param image its file name
     * @param probabilities in the order of the features
     */
    public record Sample(String image, List<Double> probabilities) {
        public Sample {
            probabilities = List.copyOf(probabilities);
        }
    }

    public GoldenSamples {
        samples = List.copyOf(samples);
    }

    /** Golden samples as somebody wrote them down; probabilities by class name. */
    public record Draft(
            @Nullable Boolean required, @Nullable List<@Nullable SampleDraft> samples) {

        /**
         * What can be told before the features are known.
         *
         * @throws Refusal.Invalid at {@code /goldenProbabilities}
         */
        public void checkCount() {
            List<Violation> violations = new ArrayList<>();
            checkCount(violations);
            Refusal.Invalid.when(violations);
        }

        private void checkCount(List<Violation> violations) {
            if (samples == null || samples.isEmpty() || samples.size() > MOST) {
                violations.add(violation("", "sample-count", "There are 1 to " + MOST + " golden samples."));
            }
        }

        /** @throws Refusal.Invalid with every violation, paths below {@code /goldenProbabilities} */
        public GoldenSamples check(List<String> features) {
            List<Violation> violations = new ArrayList<>();
            List<@Nullable SampleDraft> given = samples == null ? List.of() : samples;
            checkCount(violations);
            List<Sample> checked = new ArrayList<>();
            for (int i = 0; i < given.size() && violations.size() < MOST; i++) {
                SampleDraft sample = given.get(i);
                if (sample == null || sample.image() == null || sample.image().isBlank()) {
                    violations.add(violation("/samples/" + i + "/image", "missing-field", "A sample names its image."));
                } else {
                    checked.add(new Sample(
                            sample.image(), sample.checkProbabilities(features, "/samples/" + i, violations)));
                }
            }
            Refusal.Invalid.when(violations);
            return new GoldenSamples(Boolean.TRUE.equals(required), checked);
        }
    }

    public record SampleDraft(
            @Nullable String image, @Nullable Map<String, @Nullable Double> probabilities) {

        private List<Double> checkProbabilities(List<String> features, String path, List<Violation> violations) {
            Map<String, @Nullable Double> given = probabilities == null ? Map.of() : probabilities;
            List<Double> values = new ArrayList<>();
            double sum = 0;
            for (String feature : features) {
                Double value = given.get(feature);
                if (value == null || !(value >= 0 && value <= 1)) {
                    violations.add(violation(
                            path + "/probabilities",
                            "golden-probability",
                            "There is a probability from 0 to 1 for each class; that of \"" + feature
                                    + "\" is missing or no such number."));
                    return List.of();
                }
                values.add(value);
                sum += value;
            }
            if (given.size() != features.size() || Math.abs(sum - 1) > SUM_SLACK) {
                violations.add(violation(
                        path + "/probabilities",
                        "golden-probability",
                        "The probabilities are those of the model's classes, " + String.join(", ", features)
                                + ", and add up to 1."));
            }
            return values;
        }
    }

    private static Violation violation(String path, String code, String message) {
        return new Violation("/goldenProbabilities" + path, code, message);
    }
}
