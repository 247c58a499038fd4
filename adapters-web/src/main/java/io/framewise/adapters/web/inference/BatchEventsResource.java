package io.framewise.adapters.web.inference;

import io.framewise.application.inference.ControlBatches;
import io.framewise.domain.inference.InferenceBatchId;
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

/** {@code /api/inference-batches/{id}/events} */
@Path("/api/inference-batches/{id}/events")
@Tag(name = "inference")
public final class BatchEventsResource {

    /** Longer than of a single run: there may be thousands to add up. */
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final ControlBatches batches;

    public BatchEventsResource(ControlBatches batches) {
        this.batches = batches;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "followInferenceBatch",
            summary = "Progress of a batch as server-sent events",
            description = "An event \"progress\" at once and whenever something changes; after the one with which the"
                    + " last run ends the stream ends. A client that comes back with Last-Event-ID is told only what it"
                    + " does not know.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of events",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema = @Schema(implementation = BatchProgressEvent.class)))
    public Multi<OutboundSseEvent> follow(
            @PathParam("id") InferenceBatchId id,
            @HeaderParam("Last-Event-ID") @Nullable String known,
            @Context Sse sse) {
        Speed speed = new Speed(System::nanoTime);
        return ProgressStream.of(() -> BatchProgressEvent.of(batches.status(id), speed), known, LOOK_UP, sse);
    }
}
