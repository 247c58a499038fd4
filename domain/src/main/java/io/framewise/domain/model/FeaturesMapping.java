package io.framewise.domain.model;

import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which option each feature of a model stands for. A feature that is not a key is left unmapped.
 *
 * @param options feature to option, in the order in which they were given
 * @param merge whether several features may stand for one option; their probabilities then add up
 */
public record FeaturesMapping(Map<String, FeatureNodeHash> options, boolean merge) {

    public FeaturesMapping {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    public Optional<FeatureNodeHash> option(String feature) {
        return Optional.ofNullable(options.get(feature));
    }
}
