package io.framewise.adapters.web.label;

import io.framewise.adapters.web.Inputs;
import io.framewise.application.Page;
import io.framewise.application.label.ReadLabelHistory;
import io.framewise.domain.label.FrameChange;
import io.framewise.domain.media.DataUnitId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/data-units/{id}/frames/{frame}/history} */
@Path("/api/data-units/{id}/frames/{frame}/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "labels")
public final class FrameHistoryResource {

    private final ReadLabelHistory history;

    public FrameHistoryResource(ReadLabelHistory history) {
        this.history = history;
    }

    @GET
    @Operation(
            operationId = "listFrameHistory",
            summary = "What has changed of the answers on a frame, the newest first",
            description =
                    "One item for each answer that a change has set, changed or removed: what it was before, what it"
                            + " was afterwards, and which person or run was the cause. Labels are cut to the frame.")
    public Page<FrameChange> list(
            @PathParam("id") DataUnitId id,
            @Parameter(description = "Number of the frame, from 0.") @PathParam("frame") Integer frame,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return history.ofFrame(id, frame, Inputs.page(limit, pageToken));
    }
}
