package io.framewise.adapters.web.media;

import io.framewise.application.media.BrowseMedia;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
}
