package io.framewise.adapters.web.inference;

import io.framewise.application.inference.RunInference;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunOutcome;
import io.framewise.domain.inference.RunProgress;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.RunState;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The whole record of a run; its state, which the domain nests, lies flat. */
@Schema(name = "InferenceRun")
record InferenceRunJson(
        InferenceRunId id,

        @Schema(enumeration = {"queued", "running", "paused", "succeeded", "failed", "cancelled"})
        String state,

        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        RunProgress progress,

        @Schema(description = "Why it failed, for people.") @Nullable
        String failure,

        @Schema(description = "Of a finished run.") @Nullable
        RunOutcome outcome,

        RunRequest request) {

    static InferenceRunJson of(RunInference.Status status) {
        InferenceRun run = status.run();
        RunState.@Nullable Finished finished = run.state() instanceof RunState.Finished ended ? ended : null;
        return new InferenceRunJson(
                run.id(),
                run.state().name(),
                startedAt(run.state()),
                finished == null ? null : finished.finishedAt(),
                status.progress(),
                run.state() instanceof RunState.Failed failed ? failed.reason() : null,
                finished == null ? null : finished.outcome(),
                run.request());
    }

    private static @Nullable Instant startedAt(RunState state) {
        if (state instanceof RunState.Running running) {
            return running.startedAt();
        }
        if (state instanceof RunState.Paused paused) {
            return paused.running().map(RunState.Running::startedAt).orElse(null);
        }
        return state instanceof RunState.Finished finished
                ? finished.startedAt().orElse(null)
                : null;
    }
}
