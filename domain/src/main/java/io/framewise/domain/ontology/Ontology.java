package io.framewise.domain.ontology;

import io.framewise.domain.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The tree of classifications of a project. It is immutable: an edit makes the next revision, in which every node of
 * the one before is still there, in the same place and of the same kind, at most archived.
 *
 * @param revision from 1
 */
public record Ontology(int revision, List<Classification> classifications) {

    /** How many attributes may stand one below the other, the root included. */
    public static final int MAX_LEVELS = 7;

    /** Where an option is: the attribute that it answers. */
    public record Place(Attribute attribute, Option option) {}

    public Ontology {
        classifications = List.copyOf(classifications);
    }

    /**
     * The first revision.
     *
     * @param fresh makes the hashes of nodes that have none
     * @throws Refusal.Invalid with every violation, paths relative to the draft
     */
    public static Ontology drafted(OntologyDraft draft, Supplier<FeatureNodeHash> fresh) {
        return new DraftReader(fresh).read(draft, 1);
    }

    /**
     * The next revision.
     *
     * @throws Refusal.Invalid with every violation, paths relative to the draft: also when a node is gone, has moved or
     *     has changed its kind (archive it instead)
     */
    public Ontology revisedTo(OntologyDraft draft, Supplier<FeatureNodeHash> fresh) {
        Ontology next = new DraftReader(fresh).read(draft, revision + 1);
        Refusal.Invalid.when(RevisionRules.violations(this, next));
        return next;
    }

    /** Every attribute, parents before children. */
    public Stream<Attribute> attributes() {
        return classifications.stream().flatMap(classification -> withNested(classification.attribute()));
    }

    public Optional<Attribute> attribute(FeatureNodeHash hash) {
        return attributes()
                .filter(attribute -> attribute.featureNodeHash().equals(hash))
                .findFirst();
    }

    public Optional<Place> option(FeatureNodeHash hash) {
        return attributes()
                .flatMap(attribute -> attribute.option(hash).map(option -> new Place(attribute, option)).stream())
                .findFirst();
    }

    /**
     * The gate of an attribute, from the root down; open for a root attribute.
     *
     * @throws Refusal.NotFound when the ontology has no such attribute
     */
    public Gate gate(FeatureNodeHash attribute) {
        for (Classification classification : classifications) {
            List<Gate.Condition> path = new ArrayList<>();
            if (find(classification.attribute(), attribute, path)) {
                return new Gate(path);
            }
        }
        throw new Refusal.NotFound("attribute", attribute);
    }

    /** Every attribute below one, at any depth, parents before children. */
    public List<Attribute> below(FeatureNodeHash attribute) {
        return attribute(attribute).stream()
                .flatMap(Ontology::withNested)
                .skip(1)
                .toList();
    }

    private static Stream<Attribute> withNested(Attribute attribute) {
        return Stream.concat(
                Stream.of(attribute),
                attribute.options().stream()
                        .flatMap(option -> option.attributes().stream())
                        .flatMap(Ontology::withNested));
    }

    private static boolean find(Attribute from, FeatureNodeHash wanted, List<Gate.Condition> path) {
        if (from.featureNodeHash().equals(wanted)) {
            return true;
        }
        for (Option option : from.options()) {
            path.add(new Gate.Condition(from.featureNodeHash(), option.featureNodeHash()));
            for (Attribute nested : option.attributes()) {
                if (find(nested, wanted, path)) {
                    return true;
                }
            }
            path.remove(path.size() - 1);
        }
        return false;
    }
}
