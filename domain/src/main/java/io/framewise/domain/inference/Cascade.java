package io.framewise.domain.inference;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Gate;
import io.framewise.domain.ontology.Ontology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The order in which the attributes of one branch of an ontology are predicted: parents before children, so that each
 * nested one goes by fresh answers.
 *
 * @param steps the first is the top of the branch
 */
public record Cascade(List<Step> steps) {

    /** Attributes of a cascade, at most. */
    public static final int MOST = 20;

    /**
     * One attribute of a cascade.
     *
     * @param place of the attribute in what was asked for
     * @param follows index of the earlier step whose answers are the nearest above it; empty for the first step
     */
    public record Step(int place, OptionalInt follows) {}

    public Cascade {
        steps = List.copyOf(steps);
    }

    /**
     * @param attributes all in the ontology
     * @throws Refusal.Invalid when there is none, there are too many, one is there twice, or one is neither above nor below
     *     the others
     */
    public static Cascade of(Ontology ontology, List<FeatureNodeHash> attributes) {
        if (attributes.isEmpty() || attributes.size() > MOST) {
            throw new Refusal.Invalid(
                    "/models",
                    "number-of-models",
                    "A cascade has 1 to " + MOST + " models; these are " + attributes.size() + ".");
        }
        Map<FeatureNodeHash, Integer> places = new HashMap<>();
        Violations violations = new Violations();
        for (int place = 0; place < attributes.size(); place++) {
            Integer earlier = places.putIfAbsent(attributes.get(place), place);
            if (earlier != null) {
                violations.add(
                        path(place), "same-attribute", "Model " + earlier + " of the list answers the same question.");
            }
        }
        violations.refuse();
        return ordered(ontology, places);
    }

    private static Cascade ordered(Ontology ontology, Map<FeatureNodeHash, Integer> places) {
        List<FeatureNodeHash> order = ontology.attributes()
                .map(attribute -> attribute.featureNodeHash())
                .filter(places::containsKey)
                .toList();
        Violations violations = new Violations();
        List<Step> steps = new ArrayList<>();
        for (FeatureNodeHash attribute : order) {
            int place = places.getOrDefault(attribute, 0);
            OptionalInt above = nearestAbove(ontology.gate(attribute), order);
            if (above.isEmpty() && !steps.isEmpty()) {
                violations.add(
                        path(place),
                        "other-branch",
                        "Its question is not nested below that of another model of the cascade; run it on its own.");
            }
            steps.add(new Step(place, above));
        }
        violations.refuse();
        return new Cascade(steps);
    }

    private static OptionalInt nearestAbove(Gate gate, List<FeatureNodeHash> order) {
        List<Gate.Condition> conditions = gate.conditions();
        for (int level = conditions.size() - 1; level >= 0; level--) {
            int step = order.indexOf(conditions.get(level).attribute());
            if (step >= 0) {
                return OptionalInt.of(step);
            }
        }
        return OptionalInt.empty();
    }

    private static String path(int place) {
        return "/models/" + place + "/attachedModelId";
    }
}
