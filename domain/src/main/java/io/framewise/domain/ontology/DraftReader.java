package io.framewise.domain.ontology;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.ontology.OntologyDraft.AttributeDraft;
import io.framewise.domain.ontology.OntologyDraft.ClassificationDraft;
import io.framewise.domain.ontology.OntologyDraft.OptionDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a draft into an ontology, or says everything that is wrong with it. */
final class DraftReader {

    private static final int MAX_TITLE = 200;
    private static final int MAX_NODES = 10_000;
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final FeatureNodeHash UNREADABLE = new FeatureNodeHash("AAAAAAAA");

    private final Supplier<FeatureNodeHash> fresh;
    private final List<Violation> violations = new ArrayList<>();
    private final Set<FeatureNodeHash> seen = new HashSet<>();
    private int nodes;

    DraftReader(Supplier<FeatureNodeHash> fresh) {
        this.fresh = fresh;
    }

    Ontology read(OntologyDraft draft, int revision) {
        List<Classification> classifications = new ArrayList<>();
        Set<String> titles = new HashSet<>();
        List<@Nullable ClassificationDraft> drafts =
                draft.classifications() == null ? List.of() : draft.classifications();
        for (int i = 0; i < drafts.size(); i++) {
            String path = "/classifications/" + i;
            ClassificationDraft classification = drafts.get(i);
            if (classification == null || classification.attribute() == null) {
                violation(path + "/attribute", "missing-attribute", "A classification has exactly one root attribute.");
                continue;
            }
            FeatureNodeHash hash = hash(classification.featureNodeHash(), path);
            Attribute attribute = attribute(classification.attribute(), path + "/attribute", 1);
            unique(titles, attribute.title(), path + "/attribute/title");
            classifications.add(new Classification(hash, attribute));
        }
        Refusal.Invalid.when(violations);
        return new Ontology(revision, classifications);
    }

    private Attribute attribute(AttributeDraft draft, String path, int level) {
        if (level == Ontology.MAX_LEVELS + 1) {
            violation(path, "too-deep", "Attributes nest at most " + Ontology.MAX_LEVELS + " levels deep.");
        }
        FeatureNodeHash hash = hash(draft.featureNodeHash(), path);
        String title = title(draft.title(), path);
        boolean required = Boolean.TRUE.equals(draft.required());
        boolean archived = Boolean.TRUE.equals(draft.archived());
        String type = draft.type() == null ? "" : draft.type();
        if (!type.equals("numeric") && (draft.minimum() != null || draft.maximum() != null)) {
            violation(path, "bounds-on-non-numeric", "Only a numeric attribute has a minimum and a maximum.");
        }
        return switch (type) {
            case "radio" -> new Attribute.Radio(hash, title, required, archived, options(draft, path, level, true));
            case "checklist" ->
                new Attribute.Checklist(hash, title, required, archived, options(draft, path, level, false));
            case "text" -> {
                noOptions(draft, path);
                yield new Attribute.Text(hash, title, required, archived);
            }
            case "numeric" -> {
                noOptions(draft, path);
                bounds(draft, path);
                yield new Attribute.Numeric(hash, title, required, archived, draft.minimum(), draft.maximum());
            }
            default -> {
                violation(
                        path + "/type",
                        "unknown-attribute-type",
                        "An attribute is radio, checklist, text or numeric, not \"" + type + "\".");
                yield new Attribute.Text(hash, title, required, archived);
            }
        };
    }

    private List<Option> options(AttributeDraft draft, String path, int level, boolean mayNest) {
        List<@Nullable OptionDraft> drafts = draft.options() == null ? List.of() : draft.options();
        if (drafts.isEmpty()) {
            violation(path + "/options", "no-options", "A " + draft.type() + " attribute has at least one option.");
        }
        List<Option> options = new ArrayList<>();
        Set<String> titles = new HashSet<>();
        for (int i = 0; i < drafts.size(); i++) {
            String place = path + "/options/" + i;
            OptionDraft option = drafts.get(i);
            if (option == null) {
                violation(place, "missing-option", "An option is an object with a title.");
                continue;
            }
            FeatureNodeHash hash = hash(option.featureNodeHash(), place);
            String title = title(option.title(), place);
            unique(titles, title, place + "/title");
            color(option.color(), place);
            options.add(new Option(
                    hash,
                    title,
                    option.color(),
                    Boolean.TRUE.equals(option.archived()),
                    nested(option, place, level, mayNest)));
        }
        return options;
    }

    private List<Attribute> nested(OptionDraft option, String path, int level, boolean mayNest) {
        List<@Nullable AttributeDraft> drafts = option.attributes() == null ? List.of() : option.attributes();
        if (!mayNest && !drafts.isEmpty()) {
            violation(
                    path + "/attributes",
                    "nested-below-checklist",
                    "Only an option of a radio attribute owns nested attributes.");
        }
        List<Attribute> attributes = new ArrayList<>();
        Set<String> titles = new HashSet<>();
        if (level > Ontology.MAX_LEVELS) {
            return attributes;
        }
        for (int i = 0; i < drafts.size(); i++) {
            String place = path + "/attributes/" + i;
            AttributeDraft draft = drafts.get(i);
            if (draft == null) {
                violation(place, "missing-attribute", "An attribute is an object with a type and a title.");
                continue;
            }
            Attribute attribute = attribute(draft, place, level + 1);
            unique(titles, attribute.title(), place + "/title");
            attributes.add(attribute);
        }
        return attributes;
    }

    private FeatureNodeHash hash(@Nullable String value, String path) {
        if (++nodes == MAX_NODES + 1) {
            violation("/classifications", "too-many-nodes", "An ontology has at most " + MAX_NODES + " nodes.");
        }
        if (value == null) {
            FeatureNodeHash hash = fresh.get();
            while (!seen.add(hash)) {
                hash = fresh.get();
            }
            return hash;
        }
        if (!FeatureNodeHash.isWellFormed(value)) {
            violation(
                    path + "/featureNodeHash",
                    "malformed-feature-node-hash",
                    "A feature node hash has 8 characters of base64.");
            return UNREADABLE;
        }
        FeatureNodeHash hash = new FeatureNodeHash(value);
        if (!seen.add(hash)) {
            violation(
                    path + "/featureNodeHash",
                    "duplicate-feature-node-hash",
                    "The hash " + value + " names two nodes.");
        }
        return hash;
    }

    private String title(@Nullable String title, String path) {
        if (title == null || title.isBlank()) {
            violation(path + "/title", "missing-title", "A title is missing.");
            return "";
        }
        if (title.strip().length() > MAX_TITLE) {
            violation(path + "/title", "title-too-long", "A title has at most " + MAX_TITLE + " characters.");
        }
        return title.strip();
    }

    private void color(@Nullable String color, String path) {
        if (color != null && !COLOR.matcher(color).matches()) {
            violation(path + "/color", "malformed-color", "A color is # and six hexadecimal digits, such as #1f77b4.");
        }
    }

    private void unique(Set<String> titles, String title, String path) {
        if (!title.isEmpty() && !titles.add(title.toLowerCase(Locale.ROOT))) {
            violation(path, "duplicate-title", "\"" + title + "\" stands here twice.");
        }
    }

    private void noOptions(AttributeDraft draft, String path) {
        if (draft.options() != null && !draft.options().isEmpty()) {
            violation(path + "/options", "unexpected-options", "A " + draft.type() + " attribute has no options.");
        }
    }

    private void bounds(AttributeDraft draft, String path) {
        Double minimum = draft.minimum();
        Double maximum = draft.maximum();
        if (minimum != null && maximum != null && minimum > maximum) {
            violation(path + "/minimum", "minimum-above-maximum", "The minimum is larger than the maximum.");
        }
    }

    private void violation(String path, String code, String message) {
        violations.add(new Violation(path, code, message));
    }
}
