package io.framewise.domain.label;

import io.framewise.domain.audit.Actor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who says so. */
public sealed interface LabelSource {

    /** A person's answer; no model overwrites it. */
    record Person(Actor actor) implements LabelSource {}

    /**
     * An answer of an inference run.
     *
     * @param acceptance who has accepted it, from when on no model overwrites it; null while it is proposed
     */
    record Run(UUID inferenceRun, @Nullable Acceptance acceptance) implements LabelSource {

        /** A proposed answer. */
        public Run(UUID inferenceRun) {
            this(inferenceRun, null);
        }
    }

    /**
     * An answer that a run gave elsewhere and that was imported.
     *
     * @param acceptance as of a {@link Run}
     */
    record Imported(RunOrigin origin, @Nullable Acceptance acceptance) implements LabelSource {

        /** A proposed answer. */
        public Imported(RunOrigin origin) {
            this(origin, null);
        }
    }
}
