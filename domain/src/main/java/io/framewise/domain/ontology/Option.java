package io.framewise.domain.ontology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a radio or checklist attribute.
 *
 * @param color in which it is shown, such as {@code #1f77b4}; null for one by its place
 * @param archived whether it is no longer offered; labels that have it stay
 * @param attributes nested questions, asked only where this option is the answer; radio options only
 */
public record Option(
        FeatureNodeHash featureNodeHash,
        String title,
        @Nullable String color,
        boolean archived,
        List<Attribute> attributes) {

    public Option {
        attributes = List.copyOf(attributes);
    }

    /** Without a color of its own. */
    public Option(FeatureNodeHash featureNodeHash, String title, boolean archived, List<Attribute> attributes) {
        this(featureNodeHash, title, null, archived, attributes);
    }
}
