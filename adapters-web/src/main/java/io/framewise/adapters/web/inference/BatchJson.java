package io.framewise.adapters.web.inference;

import io.framewise.application.inference.ControlBatches;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A batch, and how far it is. */
@Schema(name = "InferenceBatch")
record BatchJson(
        InferenceBatchId id,
        ProjectId projectId,
        String requester,
        Instant requestedAt,

        @Schema(description = "Number of runs by the name of their state.")
        Map<String, Integer> runs,

        @Schema(description = "Of all runs.") long frames,

        @Schema(description = "Frames that are classified or passed over.")
        long done,

        @Schema(description = "Of the frames of finished shards.")
        OutcomeCounts counts) {

    static BatchJson of(ControlBatches.Status status) {
        return new BatchJson(
                status.batch().id(),
                status.batch().projectId(),
                status.batch().requester().name(),
                status.batch().requestedAt(),
                status.tally().runs(),
                status.tally().frames(),
                status.tally().done(),
                status.tally().counts());
    }
}
