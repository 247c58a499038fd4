package io.framewise.adapters.web.media;

import io.framewise.adapters.web.Inputs;
import io.framewise.application.media.BrowseMedia;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaFile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/data-units} */
@Path("/api/data-units/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "media")
public final class DataUnitsResource {

    private final BrowseMedia browse;

    public DataUnitsResource(BrowseMedia browse) {
        this.browse = browse;
    }

    @GET
    @Operation(operationId = "findDataUnit", summary = "A data unit")
    public DataUnit find(@PathParam("id") DataUnitId id) {
        return browse.find(id);
    }

    /** @param files one for each frame; of a video its only one */
    @Schema(name = "Files")
    public record FilesJson(List<MediaFile> files) {}

    @GET
    @Path("/files")
    @Operation(
            operationId = "listFiles",
            summary = "The files of images, at most 10,000 at once, or that of a video",
            description = "Images are one file for each frame; a video is the same file for all of them.")
    public FilesJson files(
            @PathParam("id") DataUnitId id,
            @Parameter(description = "First frame, 0 unless given.") @QueryParam("first") @Nullable Integer first,
            @Parameter(description = "Last frame, included; as far as allowed unless given.")
                    @QueryParam("last")
                    @Nullable
                    Integer last) {
        FrameRange frames = Inputs.frames(first, last, browse.find(id).wholeRange(), Inputs.MAX_FRAMES);
        return new FilesJson(browse.files(id, frames));
    }
}
