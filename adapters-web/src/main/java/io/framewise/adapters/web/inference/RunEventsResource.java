package io.framewise.adapters.web.inference;

import io.framewise.application.inference.RunInference;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunState;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** {@code /api/inference-runs/{id}/events} */
@Path("/api/inference-runs/{id}/events")
@Tag(name = "inference")
public final class RunEventsResource {

    private static final Duration LOOK_UP = Duration.ofMillis(300);
    /** Shorter than what proxies take for a dead connection. */
    private static final int LOOK_UPS_PER_HEARTBEAT = 50;

    /** Data of a {@code progress} event. */
    @Schema(name = "ProgressEvent")
    record Progress(
            @Schema(enumeration = {"queued", "running", "succeeded", "failed", "cancelled"})
            String state,

            @Schema(description = "Frames of the range.") int frames,

            @Schema(description = "Frames that are classified or passed over.")
            int done,

            @Schema(description = "Of a finished run.") @Nullable
            OutcomeCounts counts) {

        static Progress of(RunInference.Status status) {
            RunState state = status.run().state();
            return new Progress(
                    state.name(),
                    status.progress().frames(),
                    status.progress().done(),
                    state instanceof RunState.Finished finished
                            ? finished.outcome().counts()
                            : null);
        }

        boolean isLast() {
            return counts != null;
        }
    }

    private final RunInference runs;

    public RunEventsResource(RunInference runs) {
        this.runs = runs;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "followInferenceRun",
            summary = "Progress of a run as server-sent events",
            description = "An event \"progress\" at once and whenever something changes; the last one says how the run"
                    + " ended and what became of its frames, then the stream ends.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of events",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(implementation = Progress.class)))
    public Multi<OutboundSseEvent> follow(@PathParam("id") InferenceRunId id, @Context Sse sse) {
        // Asked before the stream begins, so that an unknown run is a 404.
        Progress first = Progress.of(runs.status(id));
        if (first.isLast()) {
            return Multi.createFrom().item(event(sse, first));
        }
        Uni<Progress> next = Uni.createFrom()
                .item(() -> Progress.of(runs.status(id)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        Changes changes = new Changes(sse, first);
        Multi<OutboundSseEvent> rest = Multi.createBy()
                .repeating()
                .uni(() -> next)
                .withDelay(LOOK_UP)
                .whilst(progress -> !progress.isLast())
                .onItem()
                .transformToIterable(changes::since);
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(event(sse, first)), rest);
    }

    private static OutboundSseEvent event(Sse sse, Progress progress) {
        return sse.newEventBuilder()
                .name("progress")
                .data(Progress.class, progress)
                .build();
    }

    /** What one listener has not been told yet. */
    private static final class Changes {

        private final Sse sse;
        private Progress told;
        private int silent;

        Changes(Sse sse, Progress told) {
            this.sse = sse;
            this.told = told;
        }

        /** An event for a change; for none nothing, or now and then a comment that keeps the connection alive. */
        List<OutboundSseEvent> since(Progress now) {
            if (!now.equals(told)) {
                told = now;
                silent = 0;
                return List.of(event(sse, now));
            }
            if (++silent < LOOK_UPS_PER_HEARTBEAT) {
                return List.of();
            }
            silent = 0;
            return List.of(sse.newEventBuilder().comment("still there").build());
        }
    }
}
