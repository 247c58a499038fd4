package io.framewise.domain.label;

import io.framewise.domain.audit.Actor;
import java.util.UUID;

/** Who says so. */
public sealed interface LabelSource {

    /** A person's answer; no model overwrites it. */
    record Person(Actor actor) implements LabelSource {}

    /** An answer of an inference run. */
    record Run(UUID inferenceRun) implements LabelSource {}

    /** An answer that a run gave elsewhere and that was imported; a run here may replace it, a person may, too. */
    record Imported(RunOrigin origin) implements LabelSource {}
}
