package io.framewise.adapters.persistence;

import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A features mapping as it is stored. A list, because {@code jsonb} does not keep the order of an object's keys.
 *
 * @param features the mapped ones, in the order in which they were given
 */
public record MappingDocument(List<Entry> features, boolean merge) {

    public record Entry(String feature, FeatureNodeHash option) {}

    public static MappingDocument of(FeaturesMapping mapping) {
        List<Entry> entries = mapping.options().entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
        return new MappingDocument(entries, mapping.merge());
    }

    public FeaturesMapping toMapping() {
        Map<String, FeatureNodeHash> options = new LinkedHashMap<>();
        features.forEach(entry -> options.put(entry.feature(), entry.option()));
        return new FeaturesMapping(options, merge);
    }
}
