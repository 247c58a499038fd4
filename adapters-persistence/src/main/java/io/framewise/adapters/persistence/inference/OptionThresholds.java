package io.framewise.adapters.persistence.inference;

import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Map;
import java.util.TreeMap;

/** Thresholds of single options as they are stored. */
record OptionThresholds(int format, Map<String, Double> options) {
    static final int FORMAT = 1;

    static OptionThresholds of(Thresholds thresholds) {
        Map<String, Double> options = new TreeMap<>();
        thresholds.confidencePerFeature().forEach((option, own) -> options.put(option.value(), own.value()));
        return new OptionThresholds(FORMAT, options);
    }

    /** @param confidence of the other options */
    Thresholds beside(double confidence, int smoothing) {
        Map<FeatureNodeHash, Confidence> perFeature = new TreeMap<>();
        options.forEach((option, own) -> perFeature.put(new FeatureNodeHash(option), new Confidence(own)));
        return new Thresholds(new Confidence(confidence), perFeature, smoothing);
    }
}
