package io.framewise.adapters.web.inference;

import io.framewise.application.inference.RunInference;
import io.framewise.domain.inference.InferenceRunId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
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
        return ProgressStream.of(() -> RunProgressEvent.of(runs.status(id), speed), known, LOOK_UP, sse);
    }
}
