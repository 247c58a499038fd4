package io.framewise.domain.label;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Gate;
import io.framewise.domain.ontology.Ontology;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Says of a nested answer which parent's answer is missing on which frames. */
final class ClosedGate {

    private ClosedGate() {}

    /**
     * @param missing the frames on which a condition of the gate does not hold
     * @throws Refusal.Conflict with the code {@code gate-closed} when there are any
     */
    static void refuse(Ontology ontology, FeatureNodeHash attribute, Function<Gate.Condition, FrameRanges> missing) {
        List<Violation> violations = new ArrayList<>();
        for (Gate.Condition condition : ontology.gate(attribute).conditions()) {
            for (FrameRange range : missing.apply(condition).ranges()) {
                violations.add(new Violation(
                        "/frameRange",
                        "missing-parent-answer",
                        "Frames " + range.first() + " to " + range.last() + ": answer " + named(ontology, condition)
                                + " first."));
            }
        }
        if (!violations.isEmpty()) {
            throw new Refusal.Conflict(
                    "gate-closed",
                    "A nested question is answered only where its parent questions have the answers that open it.",
                    violations);
        }
    }

    private static String named(Ontology ontology, Gate.Condition condition) {
        return ontology.option(condition.option())
                .map(place -> "\"" + place.attribute().title() + "\" = \""
                        + place.option().title() + "\"")
                .orElse(condition.toString());
    }
}
