package io.framewise.domain.label;

import io.framewise.domain.audit.Actor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why labels have changed.
 *
 * @param actor who did it; of a run, who has asked for it
 * @param at kept to the microsecond
 * @param inferenceRun the run that changed them, null when it was a person
 * @param undone number of the change that was taken back, null when none was
 */
public record ChangeCause(
        Kind kind,
        Actor actor,
        Instant at,
        @Nullable UUID inferenceRun,
        @Nullable Integer undone) {

    public enum Kind {
        /** A person gave an answer. */
        ANSWERED,
        /** A person removed answers. */
        REMOVED,
        /** A person imported answers. */
        IMPORTED,
        /** A person accepted answers of runs. */
        ACCEPTED,
        /** A person rejected answers of runs. */
        REJECTED,
        /** A run wrote a shard. */
        INFERRED,
        /** The threshold of a run has moved. */
        REDERIVED,
        /** A person took a change back. */
        UNDONE
    }

    public ChangeCause {
        at = at.truncatedTo(ChronoUnit.MICROS);
        boolean ofRun = kind == Kind.INFERRED || kind == Kind.REDERIVED;
        if (ofRun != (inferenceRun != null) || (kind == Kind.UNDONE) != (undone != null)) {
            throw new IllegalArgumentException(kind + " by run " + inferenceRun + ", undoing " + undone + ".");
        }
    }

    public static ChangeCause by(Actor actor, Kind kind, Instant at) {
        return new ChangeCause(kind, actor, at, null, null);
    }

    public static ChangeCause ofRun(UUID inferenceRun, Kind kind, Actor actor, Instant at) {
        return new ChangeCause(kind, actor, at, inferenceRun, null);
    }

    public static ChangeCause undoing(int change, Actor actor, Instant at) {
        return new ChangeCause(Kind.UNDONE, actor, at, null, change);
    }
}
