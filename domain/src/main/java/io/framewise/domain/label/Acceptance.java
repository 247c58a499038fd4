package io.framewise.domain.label;

import io.framewise.domain.audit.Actor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a person stands behind an answer of a run.
 *
 * @param reviewedAt kept to the microsecond
 */
public record Acceptance(Actor reviewedBy, Instant reviewedAt) {

    public Acceptance {
        reviewedAt = reviewedAt.truncatedTo(ChronoUnit.MICROS);
    }
}
