package io.framewise.adapters.web.transfer;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.application.transfer.ExportLabels;
import io.framewise.application.transfer.ImportLabels;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.transfer.LabelFile;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/{id}/labels} */
@Path("/api/projects/{id}/labels")
@Tag(name = "labels")
public final class ProjectLabelsResource {

    private final ExportLabels exportLabels;
    private final ImportLabels importLabels;
    private final Exports exports;
    private final LabelFileReader files;
    private final CurrentActor current;

    public ProjectLabelsResource(
            ExportLabels exportLabels,
            ImportLabels importLabels,
            Exports exports,
            LabelFileReader files,
            CurrentActor current) {
        this.exportLabels = exportLabels;
        this.importLabels = importLabels;
        this.exports = exports;
        this.files = files;
        this.current = current;
    }

    @GET
    @Path("export")
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    @Operation(
            operationId = "exportLabelsOfProject",
            summary = "All labels of a project as a file",
            description =
                    "JSON has everything that an import needs; /schemas/labels.schema.json is its JSON Schema. CSV has a"
                            + " row for each label and option, with titles, seconds and the mean confidence, and nothing in it"
                            + " becomes a formula. Each data unit is written as it is when its turn comes.")
    @APIResponse(
            responseCode = "200",
            description = "A label file, or a table",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = LabelFile.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
            })
    public Response export(
            @PathParam("id") ProjectId id,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"json", "csv"},
                                            defaultValue = "json"))
                    @QueryParam("format")
                    @Nullable
                    String format) {
        ExportFormat wanted = ExportFormat.of(format);
        return exports.response(exportLabels.ofProject(id), wanted);
    }

    @POST
    @Path("import")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importLabels",
            summary = "Add the labels of an exported file",
            description =
                    "Data units are found by their content; nodes of the ontology by their hashes, else by kind and titles"
                            + " from the root down. All labels are added, or none: where a frame has an answer already (409"
                            + " already-answered), or a nested question is not open (409 missing-parent-answer), nothing is."
                            + " Labels of persons keep their names; labels of runs keep model, iteration, threshold and"
                            + " confidences. A file has at most 64 MiB.")
    public ImportLabels.LabelImport importLabels(
            @PathParam("id") ProjectId id,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = LabelFile.class)))
                    InputStream body)
            throws IOException {
        return importLabels.importLabels(current.actor(), id, files.read(body));
    }
}
