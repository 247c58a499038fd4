package io.framewise.domain.inference;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.Violations;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an answer must reach to become a label (rule 3).
 *
 * @param confidence of the options that have none of their own, and of what stands for no option
 * @param confidencePerFeature option to its own threshold
 * @param smoothing frames that an answer must at least have where it stands between two stretches of another one; shorter
 *     ones take that answer. 1 to {@value #MOST_SMOOTHING}; 1 for no smoothing
 */
public record Thresholds(Confidence confidence, Map<FeatureNodeHash, Confidence> confidencePerFeature, int smoothing) {

    public static final int MOST_SMOOTHING = 10_000;

    public Thresholds {
        if (smoothing < 1 || smoothing > MOST_SMOOTHING) {
            throw new Refusal.Invalid(
                    "/smoothing",
                    "smoothing-out-of-range",
                    "Smoothing takes 1 to " + MOST_SMOOTHING + " frames, not " + smoothing + ".");
        }
        confidencePerFeature = Collections.unmodifiableMap(new TreeMap<>(confidencePerFeature));
    }

    /** Without smoothing. */
    public Thresholds(Confidence confidence, Map<FeatureNodeHash, Confidence> confidencePerFeature) {
        this(confidence, confidencePerFeature, 1);
    }

    /** The same for all options. */
    public static Thresholds of(Confidence confidence) {
        return new Thresholds(confidence, Map.of());
    }

    public static Thresholds of(double confidence) {
        return of(new Confidence(confidence));
    }

    public boolean smooth() {
        return smoothing > 1;
    }

    /** The same without smoothing: of a part of a run, whose neighbours are not known yet. */
    public Thresholds unsmoothed() {
        return new Thresholds(confidence, confidencePerFeature);
    }

    Confidence of(FeatureNodeHash option) {
        return confidencePerFeature.getOrDefault(option, confidence);
    }

    /** @throws Refusal.Invalid when an option has a threshold that no feature stands for */
    public void check(FeaturesMapping mapping) {
        Violations violations = new Violations();
        for (FeatureNodeHash option : confidencePerFeature.keySet()) {
            if (!mapping.options().containsValue(option)) {
                violations.add(
                        "/confidencePerFeature" + Violation.segment(option.value()),
                        "unknown-option",
                        "No feature of the attached model stands for the option " + option + ".");
            }
        }
        violations.refuse();
    }

    /** For people: {@code 0.5}, or {@code 0.5, yes_carX 0.8, smoothed by 5}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(Double.toString(confidence.value()));
        confidencePerFeature.forEach(
                (option, own) -> text.append(", ").append(option).append(' ').append(own.value()));
        return smooth() ? text + ", smoothed by " + smoothing : text.toString();
    }
}
