package io.framewise.adapters.web.inference;

import io.framewise.application.inference.RunInference;
import io.framewise.domain.inference.InferenceRunId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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

    private static final Duration LOOK_UP = Duration.ofMillis(200);
    /** Shorter than what proxies take for a dead connection. */
    private static final int LOOK_UPS_PER_HEARTBEAT = 75;

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
                    + " ended and what became of its frames, then the stream ends. A client that comes back with"
                    + " Last-Event-ID is told only what it does not know.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of events",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema = @Schema(implementation = RunProgressEvent.class)))
    public Multi<OutboundSseEvent> follow(
            @PathParam("id") InferenceRunId id,
            @HeaderParam("Last-Event-ID") @Nullable String known,
            @Context Sse sse) {
        Speed speed = new Speed(System::nanoTime);
        // Asked before the stream begins, so that an unknown run is a 404.
        RunProgressEvent first = RunProgressEvent.of(runs.status(id), speed);
        Multi<OutboundSseEvent> begin = first.eventId().equals(known) && !first.isLast()
                ? Multi.createFrom().empty()
                : Multi.createFrom().item(first.event(sse));
        if (first.isLast()) {
            return begin;
        }
        Uni<RunProgressEvent> next = Uni.createFrom()
                .item(() -> RunProgressEvent.of(runs.status(id), speed))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        Changes changes = new Changes(sse, first);
        Multi<OutboundSseEvent> rest = Multi.createBy()
                .repeating()
                .uni(() -> next)
                .withDelay(LOOK_UP)
                .whilst(progress -> !progress.isLast())
                .onItem()
                .transformToIterable(changes::since);
        return Multi.createBy().concatenating().streams(begin, rest);
    }

    /** What one listener has not been told yet. */
    private static final class Changes {

        private final Sse sse;
        private RunProgressEvent told;
        private int silent;

        Changes(Sse sse, RunProgressEvent told) {
            this.sse = sse;
            this.told = told;
        }

        /** An event for a change; for none nothing, or now and then a comment that keeps the connection alive. */
        List<OutboundSseEvent> since(RunProgressEvent now) {
            if (now.isNews(told)) {
                told = now;
                silent = 0;
                return List.of(now.event(sse));
            }
            if (++silent < LOOK_UPS_PER_HEARTBEAT) {
                return List.of();
            }
            silent = 0;
            return List.of(sse.newEventBuilder().comment("still there").build());
        }
    }
}
