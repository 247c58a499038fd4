package io.framewise.adapters.inference.inference;

import io.framewise.domain.model.Activation;

/** Makes the numbers that a network gives for one picture into probabilities that add up to 1. */
public final class Probabilities {

    /** How far the sum of probabilities may be from 1, for rounding in the network. */
    static final double TOLERANCE = 1e-3;

    private Probabilities() {}

    /** The numbers of a network are no probabilities; the message is a sentence for people. */
    public static final class NotProbabilities extends Exception {
        private static final long serialVersionUID = 1L;

        NotProbabilities(String message) {
            super(message, null, false, false);
        }
    }

    /** @param from index of the first of {@code features} numbers in {@code values} */
    public static float[] of(float[] values, int from, int features, Activation activation) throws NotProbabilities {
        for (int i = from; i < from + features; i++) {
            if (!Float.isFinite(values[i])) {
                throw new NotProbabilities("The network gave no finite number for this picture.");
            }
        }
        return switch (activation) {
            case SOFTMAX -> softmax(values, from, features);
            case NONE -> checked(values, from, features);
        };
    }

    private static float[] softmax(float[] logits, int from, int features) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < features; i++) {
            highest = Math.max(highest, logits[from + i]);
        }
        double[] powers = new double[features];
        double sum = 0;
        for (int i = 0; i < features; i++) {
            powers[i] = Math.exp(logits[from + i] - highest);
            sum += powers[i];
        }
        float[] probabilities = new float[features];
        for (int i = 0; i < features; i++) {
            probabilities[i] = (float) (powers[i] / sum);
        }
        return probabilities;
    }

    private static float[] checked(float[] values, int from, int features) throws NotProbabilities {
        double sum = 0;
        float[] probabilities = new float[features];
        for (int i = 0; i < features; i++) {
            float value = values[from + i];
            if (value < -TOLERANCE) {
                throw new NotProbabilities("The network gave a probability below 0 (" + value + ").");
            }
            probabilities[i] = Math.min(1, Math.max(0, value));
            sum += value;
        }
        if (Math.abs(sum - 1) > TOLERANCE) {
            throw new NotProbabilities(
                    "The network's answers for a picture add up to " + (float) sum + " instead of 1.");
        }
        return probabilities;
    }
}
