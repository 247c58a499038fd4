package io.framewise.domain.transfer;

import io.framewise.domain.Violation;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.Classification;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes of a project's ontology stand for those of a file: the one with the same hash in the same place, else the
 * one of the same kind and title, small and capital letters being the same. Below a node without a counterpart none has
 * one.
 */
public final class OntologyMatch {

    private record Node(FeatureNodeHash hash, String kind, String title) {

        static Node of(Attribute attribute) {
            return new Node(attribute.featureNodeHash(), kindOf(attribute), attribute.title());
        }

        static Node of(Option option) {
            return new Node(option.featureNodeHash(), "option", option.title());
        }

        String key() {
            return kind + " " + title.toLowerCase(Locale.ROOT);
        }
    }

    private final Map<FeatureNodeHash, Attribute> attributes = new HashMap<>();
    private final Map<FeatureNodeHash, FeatureNodeHash> options = new HashMap<>();
    private final Map<FeatureNodeHash, Violation> missing = new HashMap<>();
    private boolean byTitles;

    private OntologyMatch() {}

    public static OntologyMatch between(Ontology file, Ontology project) {
        OntologyMatch match = new OntologyMatch();
        match.addAttributes(roots(file), roots(project), "", i -> "/ontology/classifications/" + i + "/attribute");
        return match;
    }

    /** The project's attribute for one of the file. */
    public Optional<Attribute> attribute(FeatureNodeHash ofFile) {
        return Optional.ofNullable(attributes.get(ofFile));
    }

    /** The project's option for one of the file. */
    public Optional<FeatureNodeHash> option(FeatureNodeHash ofFile) {
        return Optional.ofNullable(options.get(ofFile));
    }

    /** Why a node of the file has no counterpart, its place in the file included. */
    public Optional<Violation> missing(FeatureNodeHash ofFile) {
        return Optional.ofNullable(missing.get(ofFile));
    }

    /** Whether a title had to do for a hash somewhere. */
    public boolean byTitles() {
        return byTitles;
    }

    private static List<Attribute> roots(Ontology ontology) {
        return ontology.classifications().stream()
                .map(Classification::attribute)
                .toList();
    }

    private void addAttributes(List<Attribute> theirs, List<Attribute> ours, String above, IntFunction<String> path) {
        List<@Nullable Attribute> pairs = counterparts(theirs, ours, Node::of);
        for (int i = 0; i < theirs.size(); i++) {
            Attribute their = theirs.get(i);
            Attribute our = pairs.get(i);
            String name = above + "\"" + their.title() + "\"";
            if (our == null) {
                addMissing(Node.of(their), path.apply(i), "attribute-not-matched", name);
            } else {
                attributes.put(their.featureNodeHash(), our);
            }
            addOptions(their.options(), our == null ? List.of() : our.options(), name, path.apply(i) + "/options/");
        }
    }

    private void addOptions(List<Option> theirs, List<Option> ours, String above, String path) {
        List<@Nullable Option> pairs = counterparts(theirs, ours, Node::of);
        for (int i = 0; i < theirs.size(); i++) {
            Option their = theirs.get(i);
            Option our = pairs.get(i);
            String place = path + i;
            String name = above + " = \"" + their.title() + "\"";
            if (our == null) {
                addMissing(Node.of(their), place, "option-not-matched", name);
            } else {
                options.put(their.featureNodeHash(), our.featureNodeHash());
            }
            addAttributes(
                    their.attributes(),
                    our == null ? List.of() : our.attributes(),
                    name + ", ",
                    j -> place + "/attributes/" + j);
        }
    }

    private void addMissing(Node node, String path, String code, String name) {
        String message = "The project's ontology has no " + node.kind() + " " + name + ", neither by the hash "
                + node.hash() + " nor by its title.";
        missing.put(node.hash(), new Violation(path, code, message));
    }

    private <T> List<@Nullable T> counterparts(List<T> theirs, List<T> ours, Function<T, Node> nodes) {
        Map<FeatureNodeHash, T> byHash = new HashMap<>();
        ours.forEach(our -> byHash.put(nodes.apply(our).hash(), our));
        Set<FeatureNodeHash> taken = new HashSet<>();
        theirs.forEach(their -> taken.add(nodes.apply(their).hash()));
        Map<String, T> byTitle = new HashMap<>();
        ours.stream()
                .filter(our -> !taken.contains(nodes.apply(our).hash()))
                .forEach(our -> byTitle.put(nodes.apply(our).key(), our));
        return theirs.stream()
                .<@Nullable T>map(their -> counterpart(nodes.apply(their), byHash, byTitle, nodes))
                .toList();
    }

    private <T> @Nullable T counterpart(
            Node their, Map<FeatureNodeHash, T> byHash, Map<String, T> byTitle, Function<T, Node> nodes) {
        T same = byHash.get(their.hash());
        if (same != null && nodes.apply(same).kind().equals(their.kind())) {
            return same;
        }
        T titled = byTitle.get(their.key());
        byTitles = byTitles || titled != null;
        return titled;
    }

    private static String kindOf(Attribute attribute) {
        return attribute.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " attribute";
    }
}
