package io.framewise.domain.ontology;

import io.framewise.domain.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may not happen from one revision of an ontology to the next: labels and runs point at its nodes. */
final class RevisionRules {

    /**
     * A node as far as it may not change.
     *
     * @param parent hash of the node above, empty for a classification
     */
    private record Node(String kind, String title, String parent) {}

    private RevisionRules() {}

    static List<Violation> violations(Ontology before, Ontology after) {
        Map<FeatureNodeHash, Node> now = nodes(after);
        List<Violation> violations = new ArrayList<>();
        nodes(before).forEach((hash, node) -> {
            Node next = now.get(hash);
            if (next == null) {
                violations.add(violation(
                        "node-removed",
                        "The " + node.kind() + " \"" + node.title() + "\" (" + hash
                                + ") is missing. Archive it instead."));
            } else if (!next.kind().equals(node.kind())) {
                violations.add(violation(
                        "node-kind-changed",
                        "\"" + node.title() + "\" (" + hash + ") was a " + node.kind() + " and cannot become a "
                                + next.kind() + "."));
            } else if (!next.parent().equals(node.parent())) {
                violations.add(violation(
                        "node-moved",
                        "The " + node.kind() + " \"" + node.title() + "\" (" + hash
                                + ") cannot move below another node."));
            }
        });
        return violations;
    }

    private static Violation violation(String code, String message) {
        return new Violation("/classifications", code, message);
    }

    private static Map<FeatureNodeHash, Node> nodes(Ontology ontology) {
        Map<FeatureNodeHash, Node> nodes = new LinkedHashMap<>();
        for (Classification classification : ontology.classifications()) {
            String title = classification.attribute().title();
            nodes.put(classification.featureNodeHash(), new Node("classification", title, ""));
            add(nodes, classification.attribute(), classification.featureNodeHash());
        }
        return nodes;
    }

    private static void add(Map<FeatureNodeHash, Node> nodes, Attribute attribute, FeatureNodeHash parent) {
        String kind = attribute.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " attribute";
        nodes.put(attribute.featureNodeHash(), new Node(kind, attribute.title(), parent.value()));
        for (Option option : attribute.options()) {
            nodes.put(
                    option.featureNodeHash(),
                    new Node(
                            "option",
                            option.title(),
                            attribute.featureNodeHash().value()));
            option.attributes().forEach(nested -> add(nodes, nested, option.featureNodeHash()));
        }
    }
}
