package io.framewise.adapters.web.transfer;

import io.framewise.application.transfer.ExportLabels;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.transfer.LabelFile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/data-units/{id}/labels/export} */
@Path("/api/data-units/{id}/labels/export")
@Tag(name = "labels")
public final class DataUnitExportResource {

    private final ExportLabels labels;
    private final Exports exports;

    public DataUnitExportResource(ExportLabels labels, Exports exports) {
        this.labels = labels;
        this.exports = exports;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(
            operationId = "exportLabelsOfDataUnit",
            summary = "All labels of a data unit as a file",
            description = "As the export of a project, with one data unit.")
    @APIResponse(
            responseCode = "200",
            description = "A label file, or a table",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = LabelFile.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
            })
    public Response export(
            @PathParam("id") DataUnitId id,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"json", "csv"},
                                            defaultValue = "json"))
                    @QueryParam("format")
                    @Nullable
                    String format,
            @Parameter(description = "Only labels that this run has made and that are still there")
                    @QueryParam("run")
                    @Nullable
                    InferenceRunId run) {
        ExportFormat wanted = ExportFormat.of(format);
        return exports.response(run == null ? labels.ofDataUnit(id) : labels.ofRun(id, run), wanted);
    }
}
