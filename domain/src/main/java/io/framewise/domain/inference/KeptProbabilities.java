package io.framewise.domain.inference;

import java.util.Arrays;

/**
 * The form in which probabilities are kept: multiples of 1/{@value #UNITS} that add up to 1. It is made once, before anything
 * is derived of them, so that a label, a threshold that moves and a run that reuses them all see the same numbers.
 */
public final class KeptProbabilities {

    /** So many make 1: a step is 0.0002, and every threshold of two or three decimals is met exactly. */
    public static final int UNITS = 5_000;

    private KeptProbabilities() {}

    /**
     * Rounds the probabilities of one frame by the largest remainder, so that none is off by more than a step. The strongest
     * stays the strongest.
     *
     * @param probabilities 0 or more, adding up to about 1; they are normalised
     * @return others; those that are kept already come out as they are
     */
    public static float[] of(float[] probabilities) {
        int[] units = units(probabilities);
        float[] kept = new float[units.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = probability(units[i]);
        }
        return kept;
    }

    /** The nearest number to so many units. */
    public static float probability(int units) {
        return units / (float) UNITS;
    }

    /**
     * How many units a probability is that is kept.
     *
     * @throws IllegalArgumentException when it is no multiple
     */
    public static int units(float probability) {
        int units = Math.round(probability * UNITS);
        if (units < 0 || units > UNITS || probability(units) != probability) {
            throw new IllegalArgumentException(probability + " is no multiple of 1/" + UNITS + " between 0 and 1.");
        }
        return units;
    }

    private static int[] units(float[] probabilities) {
        double sum = 0;
        int strongest = 0;
        for (int i = 0; i < probabilities.length; i++) {
            sum += probabilities[i];
            strongest = probabilities[i] > probabilities[strongest] ? i : strongest;
        }
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("Probabilities that add up to " + sum + ".");
        }
        int[] units = new int[probabilities.length];
        double[] remainders = new double[units.length];
        int missing = UNITS;
        for (int i = 0; i < units.length; i++) {
            double exact = probabilities[i] / sum * UNITS;
            // What is kept already is hardly ever exact in binary.
            units[i] = (int) Math.floor(exact + 1e-3);
            remainders[i] = exact - units[i];
            missing -= units[i];
        }
        add(units, remainders, missing);
        keepFirst(units, strongest);
        return units;
    }

    private static void add(int[] units, double[] remainders, int missing) {
        if (missing <= 0) {
            return;
        }
        double[] sorted = remainders.clone();
        Arrays.sort(sorted);
        double least = sorted[Math.max(0, sorted.length - missing)];
        int left = missing;
        for (int i = 0; i < units.length; i++) {
            if (remainders[i] > least) {
                units[i]++;
                left--;
            }
        }
        for (int i = 0; i < units.length && left > 0; i++) {
            if (remainders[i] == least) {
                units[i]++;
                left--;
            }
        }
    }

    /** Of equals the first wins: one that was weaker must not be equal and before the strongest. */
    private static void keepFirst(int[] units, int strongest) {
        for (int i = 0; i < strongest; i++) {
            if (units[i] >= units[strongest]) {
                units[i]--;
                units[strongest]++;
            }
        }
    }
}
