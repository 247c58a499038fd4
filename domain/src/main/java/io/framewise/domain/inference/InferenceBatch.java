package io.framewise.domain.inference;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;

/**
 * Inference runs that were requested together: one for each of many data units, or one for each model of a cascade.
 *
 * @param runs how many
 */
public record InferenceBatch(InferenceBatchId id, ProjectId projectId, int runs, Actor requester, Instant requestedAt) {

    public InferenceBatch {
        if (runs < 1) {
            throw new IllegalArgumentException("A batch has at least one run.");
        }
    }
}
