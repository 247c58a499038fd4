package io.framewise.adapters.web.media;

import io.framewise.adapters.web.Inputs;
import io.framewise.application.media.BrowseMedia;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/data-units/{id}/frames} */
@Path("/api/data-units/{id}/frames")
@Tag(name = "media")
public final class FramesResource {

    private static final int MAX_WIDTH = 16_384;

    /** Frames never change: a data unit's content is fixed, and so is a frame's number. */
    private static final String FOR_A_YEAR = "private, max-age=31536000, immutable";

    private final BrowseMedia browse;

    public FramesResource(BrowseMedia browse) {
        this.browse = browse;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listFrames", summary = "Timestamps and key frames, at most 10,000 frames at once")
    public FramesJson list(
            @PathParam("id") DataUnitId id,
            @Parameter(description = "First frame, 0 unless given.") @QueryParam("first") @Nullable Integer first,
            @Parameter(description = "Last frame, included; as far as allowed unless given.")
                    @QueryParam("last")
                    @Nullable
                    Integer last) {
        FrameRange range = Inputs.frames(first, last, browse.find(id).wholeRange(), Inputs.MAX_FRAMES);
        return FramesJson.of(browse.frames(id), range);
    }

    @GET
    @Path("{frame}")
    @Produces("image/jpeg")
    @Operation(operationId = "findFrame", summary = "The picture of a frame, upright")
    @APIResponse(
            responseCode = "200",
            description = "A JPEG",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "The picture is the one that If-None-Match names")
    public Response picture(
            @PathParam("id") DataUnitId id,
            @Parameter(description = "Number of the frame, from 0.") @PathParam("frame") Integer frame,
            @Parameter(description = "Make it smaller to fit this width, px.") @QueryParam("width") @Nullable
                    Integer width,
            @Context Request request) {
        if (width != null && (width < 1 || width > MAX_WIDTH)) {
            throw new Refusal.Invalid("/width", "width-out-of-range", "A width is 1 to " + MAX_WIDTH + " px.");
        }
        int maxWidth = width == null ? 0 : width;
        DataUnit dataUnit = browse.find(id);
        EntityTag tag = new EntityTag(dataUnit.contentHash() + "-" + frame + "-" + maxWidth);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder response = unchanged == null
                ? Response.ok(browse.jpeg(id, frame, maxWidth)).tag(tag)
                : unchanged;
        return response.header(HttpHeaders.CACHE_CONTROL, FOR_A_YEAR).build();
    }
}
