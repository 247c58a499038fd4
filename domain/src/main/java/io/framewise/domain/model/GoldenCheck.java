package io.framewise.domain.model;

import io.framewise.domain.Refusal;
import java.util.List;
import java.util.Locale;

/**
 * How far the answers to golden samples are from those expected.
 *
 * @param samples how many
 * @param required whether a difference above {@link #LARGEST} refuses the import
 * @param largest difference of a probability
 * @param mean difference of all probabilities
 * @param topClassAgrees whether the winning class is the expected one on all samples
 * @param worst name of the image with the largest difference
 */
public record GoldenCheck(
        int samples, boolean required, double largest, double mean, boolean topClassAgrees, String worst) {

    /** What rounding may come to. */
    public static final double LARGEST = 1e-3;

    /**
     * @param answers of the network, one for each sample: one probability per feature
     * @throws Refusal.Invalid {@code goldens-differ} at {@code /goldenProbabilities} when they are required and differ
     */
    public static GoldenCheck of(GoldenSamples goldens, List<float[]> answers) {
        double largest = 0;
        double sum = 0;
        int count = 0;
        boolean agrees = true;
        int worst = 0;
        for (int i = 0; i < answers.size(); i++) {
            List<Double> expected = goldens.samples().get(i).probabilities();
            float[] answer = answers.get(i);
            int top = 0;
            int expectedTop = 0;
            for (int feature = 0; feature < answer.length; feature++) {
                double difference = Math.abs(answer[feature] - expected.get(feature));
                sum += difference;
                count++;
                if (!(difference <= largest) && !Double.isNaN(largest)) {
                    largest = difference;
                    worst = i;
                }
                top = answer[feature] > answer[top] ? feature : top;
                expectedTop = expected.get(feature) > expected.get(expectedTop) ? feature : expectedTop;
            }
            agrees &= top == expectedTop;
        }
        GoldenCheck check = new GoldenCheck(
                answers.size(),
                goldens.required(),
                largest,
                sum / Math.max(1, count),
                agrees,
                goldens.samples().get(worst).image());
        // Where the winning class differs though no probability does, two classes were level.
        if (goldens.required() && !(largest <= LARGEST)) {
            throw new Refusal.Invalid(
                    "/goldenProbabilities",
                    "goldens-differ",
                    String.format(
                            Locale.ROOT,
                            "The network does not answer as expected: on %s a probability differs by %.4f; %.3f is allowed%s.",
                            check.worst(),
                            largest,
                            LARGEST,
                            agrees ? "" : ", and the winning class differs on some images"));
        }
        return check;
    }
}
