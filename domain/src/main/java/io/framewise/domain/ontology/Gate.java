package io.framewise.domain.ontology;

import java.util.List;

/**
 * What must be answered on a frame before a nested attribute may be predicted or answered there: every parent question,
 * from the root down, with exactly the option that owns the next one.
 */
public record Gate(List<Condition> conditions) {

    /** @param option the answer that {@code attribute} must have */
    public record Condition(FeatureNodeHash attribute, FeatureNodeHash option) {}

    public Gate {
        conditions = List.copyOf(conditions);
    }

    /** Whether every frame is let through, as for a root attribute. */
    public boolean isOpen() {
        return conditions.isEmpty();
    }
}
