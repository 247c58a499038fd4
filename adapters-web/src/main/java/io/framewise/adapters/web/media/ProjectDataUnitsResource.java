package io.framewise.adapters.web.media;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.adapters.web.Uploads;
import io.framewise.application.Page;
import io.framewise.application.media.BrowseMedia;
import io.framewise.application.media.IngestMedia;
import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.project.ProjectId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/{id}/data-units} */
@jakarta.ws.rs.Path("/api/projects/{id}/data-units")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "media")
public final class ProjectDataUnitsResource {

    private final IngestMedia ingest;
    private final BrowseMedia browse;
    private final CurrentActor current;
    private final PartialUploads partial;
    private final Path uploads;

    /** @param uploads where files of requests are put while they come in */
    public ProjectDataUnitsResource(
            IngestMedia ingest,
            BrowseMedia browse,
            CurrentActor current,
            PartialUploads partial,
            @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path uploads) {
        this.ingest = ingest;
        this.browse = browse;
        this.current = current;
        this.partial = partial;
        this.uploads = uploads;
    }

    @GET
    @Operation(operationId = "listDataUnits", summary = "Data units of a project, the newest first")
    public Page<DataUnit> list(
            @PathParam("id") ProjectId id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return browse.page(id, Inputs.page(limit, pageToken));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @APIResponseSchema(value = DataUnit.class, responseCode = "201", responseDescription = "Created")
    @Operation(
            operationId = "createDataUnit",
            summary = "Upload a video, an image, several images or a zip archive of images",
            description = "Several files make an image group, in the order in which they are sent; the images of an"
                    + " archive make an image sequence, in the order of their names. Without a title the first file's"
                    + " name is used. The answer comes when all frames are indexed.")
    public RestResponse<DataUnit> create(
            @PathParam("id") ProjectId id,
            @RestForm("file") @Nullable List<FileUpload> files,
            @RestForm("title") @Nullable String title) {
        List<UploadedFile> uploaded = files == null
                ? List.of()
                : files.stream().map(file -> Uploads.file("file", file)).toList();
        return created(ingested(id, title, uploaded));
    }

    /**
     * What to make a data unit of.
     *
     * @param uploads in order
     */
    public record FromUploads(
            @Nullable String title, @Nullable List<UUID> uploads) {}

    @POST
    @jakarta.ws.rs.Path("/from-uploads")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = DataUnit.class, responseCode = "201", responseDescription = "Created")
    @Operation(
            operationId = "createDataUnitFromUploads",
            summary = "Make a data unit of files that were uploaded before",
            description = "As an upload of the same files at once. A request that is repeated gets the same data unit.")
    public RestResponse<DataUnit> create(@PathParam("id") ProjectId id, @Nullable FromUploads body) {
        FromUploads request = Inputs.body(body);
        List<UUID> ids = request.uploads() == null ? List.of() : request.uploads();
        if (ids.isEmpty() || ids.stream().anyMatch(Objects::isNull)) {
            throw new Refusal.Invalid("/uploads", "missing-file", "Name at least one upload.");
        }
        return created(partial.use(id, ids, files -> ingested(id, request.title(), files), browse::find));
    }

    private DataUnit ingested(ProjectId id, @Nullable String title, List<UploadedFile> files) {
        try (Scratch scratch = Scratch.in(uploads)) {
            return ingest.ingest(current.actor(), new IngestMedia.Request(id, title, files, scratch.folder()));
        }
    }

    private static RestResponse<DataUnit> created(DataUnit dataUnit) {
        return RestResponse.ResponseBuilder.<DataUnit>created(URI.create("/api/data-units/" + dataUnit.id()))
                .entity(dataUnit)
                .build();
    }
}
