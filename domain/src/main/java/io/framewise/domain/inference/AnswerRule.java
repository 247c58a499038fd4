package io.framewise.domain.inference;

import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the probabilities of a frame into a verdict (rule 3): the features that stand for one option add up, the
 * strongest wins (of equals the first in feature order), and it makes a label when it reaches the threshold and stands
 * for an option.
 */
public final class AnswerRule {

    private static final Verdict BELOW_THRESHOLD = new Verdict.BelowThreshold();
    private static final Verdict UNMAPPED = new Verdict.Unmapped();

    /** For each candidate; as precise as the probabilities: whoever reads 0.7 and asks for 0.7 gets it. */
    private final float[] thresholds;

    private final int smoothing;

    /** For each feature the candidate that it adds to. */
    private final int[] candidate;
    /** For each candidate the option that it stands for; null for an unmapped feature. */
    private final List<@Nullable FeatureNodeHash> options = new ArrayList<>();

    /**
     * The strongest candidate of a frame.
     *
     * @param option that it stands for, null for none
     */
    record Winner(@Nullable FeatureNodeHash option, float confidence) {}

    public AnswerRule(List<String> features, FeaturesMapping mapping, Thresholds thresholds) {
        this.smoothing = thresholds.smoothing();
        this.candidate = new int[features.size()];
        Map<FeatureNodeHash, Integer> candidates = new HashMap<>();
        for (int i = 0; i < candidate.length; i++) {
            FeatureNodeHash option = mapping.option(features.get(i)).orElse(null);
            Integer known = option == null ? null : candidates.get(option);
            if (known == null) {
                known = options.size();
                options.add(option);
                if (option != null) {
                    candidates.put(option, known);
                }
            }
            candidate[i] = known;
        }
        this.thresholds = new float[options.size()];
        for (int i = 0; i < options.size(); i++) {
            FeatureNodeHash option = options.get(i);
            Confidence own = option == null ? thresholds.confidence() : thresholds.of(option);
            this.thresholds[i] = (float) own.value();
        }
    }

    public int features() {
        return candidate.length;
    }

    /**
     * @param probabilities row-major, frames x features
     * @param row which frame
     */
    public Verdict verdict(float[] probabilities, int row) {
        double[] sums = sums(probabilities, row);
        int winner = winner(sums);
        float confidence = confidence(sums, winner);
        if (!(confidence >= thresholds[winner])) {
            return BELOW_THRESHOLD;
        }
        FeatureNodeHash option = options.get(winner);
        return option == null ? UNMAPPED : new Verdict.Labelled(option, confidence);
    }

    /** Frames of a stretch that stays as it is between two of another answer. */
    int smoothing() {
        return smoothing;
    }

    /** How sure the model is of an option on a frame, whether it wins or not. */
    float confidence(float[] probabilities, int row, FeatureNodeHash option) {
        int place = options.indexOf(option);
        return confidence(sums(probabilities, row), place);
    }

    /** As {@link #verdict}, whatever the threshold. */
    Winner winner(float[] probabilities, int row) {
        double[] sums = sums(probabilities, row);
        int winner = winner(sums);
        return new Winner(options.get(winner), confidence(sums, winner));
    }

    private double[] sums(float[] probabilities, int row) {
        double[] sums = new double[options.size()];
        int start = row * candidate.length;
        for (int i = 0; i < candidate.length; i++) {
            sums[candidate[i]] += probabilities[start + i];
        }
        return sums;
    }

    private static int winner(double[] sums) {
        int winner = 0;
        for (int i = 1; i < sums.length; i++) {
            if (sums[i] > sums[winner]) {
                winner = i;
            }
        }
        return winner;
    }

    private static float confidence(double[] sums, int winner) {
        return (float) Math.min(1, sums[winner]);
    }
}
