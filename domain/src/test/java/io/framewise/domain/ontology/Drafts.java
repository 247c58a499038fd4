package io.framewise.domain.ontology;

import io.framewise.domain.ontology.OntologyDraft.AttributeDraft;
import io.framewise.domain.ontology.OntologyDraft.ClassificationDraft;
import io.framewise.domain.ontology.OntologyDraft.OptionDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Ontologies as people write them down. */
public final class Drafts {

    private Drafts() {}

    public static OntologyDraft asking(AttributeDraft... questions) {
        return new OntologyDraft(Arrays.stream(questions)
                .map(question -> new ClassificationDraft(null, question))
                .toList());
    }

    public static AttributeDraft radio(String title, OptionDraft... options) {
        return attribute("radio", title, options);
    }

    public static AttributeDraft checklist(String title, OptionDraft... options) {
        return attribute("checklist", title, options);
    }

    public static AttributeDraft text(String title) {
        return attribute("text", title);
    }

    public static AttributeDraft numeric(String title, Double minimum, Double maximum) {
        return new AttributeDraft(null, "numeric", title, null, null, null, minimum, maximum);
    }

    public static AttributeDraft attribute(String type, String title, OptionDraft... options) {
        return new AttributeDraft(null, type, title, null, null, List.of(options), null, null);
    }

    public static OptionDraft option(String title, AttributeDraft... nested) {
        return new OptionDraft(null, title, null, null, List.of(nested));
    }

    /** Radio questions of which each is asked under an option of the one before. */
    public static AttributeDraft nested(int levels) {
        AttributeDraft[] below = {};
        for (int level = levels; level >= 1; level--) {
            below = new AttributeDraft[] {radio("Question " + level, option("yes", below), option("no"))};
        }
        return below[0];
    }

    /** The street ontology with names for its nodes yet to be given. */
    public static OntologyDraft street() {
        return asking(
                radio("Time of day", option("day"), option("night")),
                radio(
                        "Is there a car in the frame?",
                        option("yes", radio("Is the car red?", option("yes"), option("no"))),
                        option("no")),
                checklist("Weather", option("rain"), option("fog")),
                text("Note"),
                numeric("Number of cars", 0.0, 50.0));
    }

    /** An ontology as somebody has it before an edit: every node with its hash. */
    public static OntologyDraft of(Ontology ontology) {
        return of(ontology, node -> node);
    }

    /** An ontology with an edit of each attribute, at any depth; null removes one. */
    public static OntologyDraft of(Ontology ontology, UnaryOperator<AttributeDraft> edit) {
        List<ClassificationDraft> drafts = new ArrayList<>();
        for (Classification classification : ontology.classifications()) {
            AttributeDraft edited = edit.apply(of(classification.attribute(), edit));
            if (edited != null) {
                drafts.add(
                        new ClassificationDraft(classification.featureNodeHash().value(), edited));
            }
        }
        return new OntologyDraft(drafts);
    }

    /** An ontology with one more question nested below an option, behind those that are there. */
    public static OntologyDraft withNested(Ontology ontology, FeatureNodeHash below, AttributeDraft question) {
        return of(ontology, attribute -> {
            List<OptionDraft> options = new ArrayList<>();
            for (OptionDraft option : attribute.options()) {
                List<AttributeDraft> nested = new ArrayList<>(option.attributes());
                if (below.value().equals(option.featureNodeHash())) {
                    nested.add(question);
                }
                options.add(new OptionDraft(
                        option.featureNodeHash(), option.title(), option.color(), option.archived(), nested));
            }
            return new AttributeDraft(
                    attribute.featureNodeHash(),
                    attribute.type(),
                    attribute.title(),
                    attribute.required(),
                    attribute.archived(),
                    options,
                    attribute.minimum(),
                    attribute.maximum());
        });
    }

    /** Hashes that nobody has given out: New00001, New00002, … */
    public static Supplier<FeatureNodeHash> newHashes() {
        int[] given = {0};
        return () -> new FeatureNodeHash("New%05d".formatted(++given[0]));
    }

    private static AttributeDraft of(Attribute attribute, UnaryOperator<AttributeDraft> edit) {
        List<OptionDraft> options = new ArrayList<>();
        for (Option option : attribute.options()) {
            List<AttributeDraft> nested = new ArrayList<>();
            for (Attribute below : option.attributes()) {
                AttributeDraft edited = edit.apply(of(below, edit));
                if (edited != null) {
                    nested.add(edited);
                }
            }
            options.add(new OptionDraft(
                    option.featureNodeHash().value(), option.title(), option.color(), option.archived(), nested));
        }
        boolean numeric = attribute instanceof Attribute.Numeric;
        return new AttributeDraft(
                attribute.featureNodeHash().value(),
                attribute.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                attribute.title(),
                attribute.required(),
                attribute.archived(),
                options,
                numeric ? ((Attribute.Numeric) attribute).minimum() : null,
                numeric ? ((Attribute.Numeric) attribute).maximum() : null);
    }
}
