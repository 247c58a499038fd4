package io.framewise.domain.ontology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ontology as somebody wrote it down, not yet checked: anything may be missing. Nodes without a hash are new.
 *
 * @param revision the revision that was edited; null for the newest, or for an ontology that is new
 * @see Ontology#drafted
 * @see Ontology#revisedTo
 */
public record OntologyDraft(
        @Nullable Integer revision, @Nullable List<@Nullable ClassificationDraft> classifications) {

    public OntologyDraft(@Nullable List<@Nullable ClassificationDraft> classifications) {
        this(null, classifications);
    }

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

    /** @param color such as {@code #1f77b4}; null for one by its place */
    public record OptionDraft(
            @Nullable String featureNodeHash,
            @Nullable String title,
            @Nullable String color,
            @Nullable Boolean archived,
            @Nullable List<@Nullable AttributeDraft> attributes) {}
}
