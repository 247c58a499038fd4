package io.framewise.domain.model;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One correct class per frame (rule 1): an attached model answers exactly one radio attribute, each feature with at most
 * one option of it.
 */
public final class MappingRules {

    private static final String ANSWERS_RADIO = "a classification model answers a radio attribute.";

    /** One rule: the violations of a mapping, paths below {@code /featuresMapping}. */
    @FunctionalInterface
    public interface Rule {
        List<Violation> violations(FeaturesMapping mapping, Model model, Ontology ontology);
    }

    public static final Rule SOMETHING_IS_MAPPED = (mapping, model, ontology) -> mapping.options()
                    .isEmpty()
            ? List.of(new Violation("/featuresMapping", "nothing-mapped", "Map at least one feature to an option."))
            : List.of();

    public static final Rule FEATURES_ARE_THE_MODELS = (mapping, model, ontology) -> {
        List<Violation> violations = new ArrayList<>();
        for (String feature : mapping.options().keySet()) {
            if (!model.features().contains(feature)) {
                violations.add(at(
                        feature,
                        "unknown-feature",
                        "The model \"" + model.title() + "\" has no feature \"" + feature + "\". It has: "
                                + String.join(", ", model.features()) + "."));
            }
        }
        return violations;
    };

    public static final Rule TARGETS_ARE_RADIO_OPTIONS = (mapping, model, ontology) -> {
        List<Violation> violations = new ArrayList<>();
        mapping.options().forEach((feature, hash) -> {
            Optional<Ontology.Place> place = ontology.option(hash);
            Optional<Attribute> attribute = ontology.attribute(hash);
            if (attribute.isPresent()) {
                violations.add(notAnOption(feature, attribute.get()));
            } else if (place.isEmpty()) {
                violations.add(at(feature, "unknown-option", "The ontology has no option " + hash + "."));
            } else if (place.get().attribute() instanceof Attribute.Checklist checklist) {
                violations.add(at(
                        feature, "checklist-target", "\"" + checklist.title() + "\" is a checklist; " + ANSWERS_RADIO));
            }
        });
        return violations;
    };

    public static final Rule ONE_ATTRIBUTE = (mapping, model, ontology) -> {
        Set<String> titles = new LinkedHashSet<>();
        Set<FeatureNodeHash> attributes = new LinkedHashSet<>();
        for (FeatureNodeHash hash : mapping.options().values()) {
            ontology.option(hash).ifPresent(place -> {
                attributes.add(place.attribute().featureNodeHash());
                titles.add("\"" + place.attribute().title() + "\"");
            });
        }
        return attributes.size() < 2
                ? List.of()
                : List.of(new Violation(
                        "/featuresMapping",
                        "several-attributes",
                        "The options belong to several attributes (" + String.join(", ", titles)
                                + "); a model answers one."));
    };

    public static final Rule ONE_FEATURE_PER_OPTION_UNLESS_MERGED = (mapping, model, ontology) -> {
        List<Violation> violations = new ArrayList<>();
        Map<FeatureNodeHash, String> taken = new HashMap<>();
        mapping.options().forEach((feature, hash) -> {
            String other = taken.putIfAbsent(hash, feature);
            if (other != null && !mapping.merge()) {
                violations.add(at(
                        feature,
                        "option-mapped-twice",
                        "The features \"" + other + "\" and \"" + feature + "\" stand for the same option. Say"
                                + " \"merge\" to add up their probabilities."));
            }
        });
        return violations;
    };

    public static final Rule NOTHING_ARCHIVED = (mapping, model, ontology) -> {
        List<Violation> violations = new ArrayList<>();
        mapping.options()
                .forEach((feature, hash) -> ontology.option(hash)
                        .filter(place ->
                                place.option().archived() || place.attribute().archived())
                        .ifPresent(place -> violations.add(at(
                                feature,
                                "archived-target",
                                "\"" + place.option().title() + "\" is archived."))));
        return violations;
    };

    public static final List<Rule> ALL = List.of(
            SOMETHING_IS_MAPPED,
            FEATURES_ARE_THE_MODELS,
            TARGETS_ARE_RADIO_OPTIONS,
            ONE_ATTRIBUTE,
            ONE_FEATURE_PER_OPTION_UNLESS_MERGED,
            NOTHING_ARCHIVED);

    private MappingRules() {}

    /**
     * The attribute that a model answers under a mapping.
     *
     * @throws Refusal.Invalid with the violations of all rules
     */
    public static Attribute check(FeaturesMapping mapping, Model model, Ontology ontology) {
        Refusal.Invalid.when(ALL.stream()
                .flatMap(rule -> rule.violations(mapping, model, ontology).stream())
                .toList());
        FeatureNodeHash any = mapping.options().values().iterator().next();
        return ontology.option(any).orElseThrow().attribute();
    }

    private static Violation notAnOption(String feature, Attribute attribute) {
        String title = "\"" + attribute.title() + "\"";
        if (attribute instanceof Attribute.Radio) {
            return at(feature, "attribute-target", title + " is an attribute; map the feature to one of its options.");
        }
        if (attribute instanceof Attribute.Checklist) {
            return at(feature, "checklist-target", title + " is a checklist; " + ANSWERS_RADIO);
        }
        if (attribute instanceof Attribute.Text) {
            return at(feature, "text-target", title + " asks for a text; " + ANSWERS_RADIO);
        }
        return at(feature, "numeric-target", title + " asks for a number; " + ANSWERS_RADIO);
    }

    private static Violation at(String feature, String code, String message) {
        return new Violation("/featuresMapping" + Violation.segment(feature), code, message);
    }
}
