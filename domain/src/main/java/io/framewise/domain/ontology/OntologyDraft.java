package io.framewise.domain.ontology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ontology as somebody wrote it down, not yet checked: anything may be missing. Nodes without a hash are new.
 *
 * @see Ontology#drafted
 * @see Ontology#revisedTo
 */
public record OntologyDraft(@Nullable List<@Nullable ClassificationDraft> classifications) {

    public record ClassificationDraft(
            @Nullable String featureNodeHash, @Nullable AttributeDraft attribute) {}

    /** @param type {@code radio}, {@code checklist}, {@code text} or {@code numeric} */
    public record AttributeDraft(
            @Nullable String featureNodeHash,
            @Nullable String type,
            @Nullable String title,
            @Nullable Boolean required,
            @Nullable Boolean archived,
            @Nullable List<@Nullable OptionDraft> options,
            @Nullable Double minimum,
            @Nullable Double maximum) {}

    public record OptionDraft(
            @Nullable String featureNodeHash,
            @Nullable String title,
            @Nullable Boolean archived,
            @Nullable List<@Nullable AttributeDraft> attributes) {}
}
