package io.framewise.domain.ontology;

import java.util.List;

/**
 * One answer of a radio or checklist attribute.
 *
 * @param archived whether it is no longer offered; labels that have it stay
 * @param attributes nested questions, asked only where this option is the answer; radio options only
 */
public record Option(FeatureNodeHash featureNodeHash, String title, boolean archived, List<Attribute> attributes) {

    public Option {
        attributes = List.copyOf(attributes);
    }
}
