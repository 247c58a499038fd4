package io.framewise.adapters.web.media;

import io.framewise.application.project.DefineProjects;
import io.framewise.domain.Refusal;
import io.framewise.domain.project.ProjectId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/projects/{id}/uploads}: files that survive a broken connection, by the tus protocol 1.0.0 with its extensions
 * creation, creation-with-upload, termination and expiration (https://tus.io/protocols/resumable-upload).
 */
@Path("/api/projects/{id}/uploads")
@Tag(name = "media")
public final class UploadsResource {

    private static final String VERSION = "1.0.0";
    private static final String RESUMABLE = "Tus-Resumable";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final String BYTES = "application/offset+octet-stream";

    private final PartialUploads uploads;
    private final DefineProjects projects;

    public UploadsResource(PartialUploads uploads, DefineProjects projects) {
        this.uploads = uploads;
        this.projects = projects;
    }

    @OPTIONS
    @Operation(operationId = "describeUploads", summary = "What of the tus protocol is spoken")
    public Response describe(@PathParam("id") ProjectId project) {
        return Response.noContent()
                .header(RESUMABLE, VERSION)
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", "creation,creation-with-upload,termination,expiration")
                .header("Tus-Max-Size", uploads.maxBytes())
                .build();
    }

    @POST
    @Operation(
            operationId = "createUpload",
            summary = "Begin to upload a file, with some of its bytes or none",
            description = "Upload-Metadata has the file's name, in Base64, as \"filename\". A data unit is made of the"
                    + " whole file afterwards.")
    public Response create(
            @PathParam("id") ProjectId project,
            @HeaderParam(RESUMABLE) @Nullable String version,
            @HeaderParam(LENGTH) @Nullable String length,
            @HeaderParam("Upload-Metadata") @Nullable String metadata,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            InputStream body) {
        check(version);
        projects.find(project);
        PartialUpload upload = uploads.create(project, fileName(metadata), number("Upload-Length", length));
        if (type != null && type.startsWith(BYTES)) {
            upload = uploads.append(upload.id(), 0, body);
        }
        return answer(Response.created(URI.create("/api/projects/" + project + "/uploads/" + upload.id())), upload);
    }

    @HEAD
    @Path("/{uploadId}")
    @Operation(operationId = "findUpload", summary = "How many bytes of an upload are there")
    public Response find(
            @PathParam("id") ProjectId project,
            @PathParam("uploadId") UUID id,
            @HeaderParam(RESUMABLE) @Nullable String version) {
        check(version);
        PartialUpload upload = of(project, id);
        return answer(
                Response.ok().header(LENGTH, upload.length()).header(HttpHeaders.CACHE_CONTROL, "no-store"), upload);
    }

    @PATCH
    @Path("/{uploadId}")
    @Consumes(BYTES)
    @Operation(operationId = "appendToUpload", summary = "Add bytes to an upload")
    public Response append(
            @PathParam("id") ProjectId project,
            @PathParam("uploadId") UUID id,
            @HeaderParam(RESUMABLE) @Nullable String version,
            @HeaderParam(OFFSET) @Nullable String offset,
            InputStream body) {
        check(version);
        of(project, id);
        return answer(Response.noContent(), uploads.append(id, number(OFFSET, offset), body));
    }

    @DELETE
    @Path("/{uploadId}")
    @Operation(operationId = "cancelUpload", summary = "Give an upload up")
    public Response remove(
            @PathParam("id") ProjectId project,
            @PathParam("uploadId") UUID id,
            @HeaderParam(RESUMABLE) @Nullable String version) {
        check(version);
        uploads.remove(of(project, id).id());
        return Response.noContent().header(RESUMABLE, VERSION).build();
    }

    private PartialUpload of(ProjectId project, UUID id) {
        PartialUpload upload = uploads.find(id);
        if (!upload.project().equals(project)) {
            throw new Refusal.NotFound("upload", id);
        }
        return upload;
    }

    private static Response answer(ResponseBuilder response, PartialUpload upload) {
        return response.header(RESUMABLE, VERSION)
                .header(OFFSET, upload.offset())
                .header(
                        "Upload-Expires",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                upload.expires().atOffset(ZoneOffset.UTC)))
                .build();
    }

    private static void check(@Nullable String version) {
        if (!VERSION.equals(version)) {
            throw new Refusal.Conflict("unsupported-tus-version", "The header Tus-Resumable must be " + VERSION + ".");
        }
    }

    private static long number(String header, @Nullable String value) {
        if (value == null || !value.matches("\\d{1,18}")) {
            throw new Refusal.Invalid(
                    "/" + header, "invalid-header", "The header " + header + " must be a number of bytes.");
        }
        return Long.parseLong(value);
    }

    /** Pairs of a key and a Base64 value, separated by commas. */
    private static @Nullable String fileName(@Nullable String metadata) {
        for (String pair : metadata == null ? new String[0] : metadata.split(",")) {
            String[] parts = pair.strip().split(" ");
            if (parts.length == 2 && parts[0].equals("filename")) {
                try {
                    return new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    throw new Refusal.Invalid(
                            "/Upload-Metadata",
                            "invalid-header",
                            "The file's name is not in Base64: " + parts[1] + ".");
                }
            }
        }
        return null;
    }
}
