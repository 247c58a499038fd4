package io.framewise.adapters.web.model;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.adapters.web.Tagged;
import io.framewise.application.Page;
import io.framewise.application.model.AttachModels;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.project.ProjectId;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/{projectId}/attached-models} */
@Path("/api/projects/{projectId}/attached-models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
public final class AttachedModelsResource {

    private static final String IF_MATCH =
            "ETag of the version that was edited: refused with 412 when there is a newer one.";

    private final AttachModels models;
    private final CurrentActor current;

    public AttachedModelsResource(AttachModels models, CurrentActor current) {
        this.models = models;
        this.current = current;
    }

    @GET
    @Operation(operationId = "listAttachedModels", summary = "Models attached to a project, in order of attachment")
    public Page<AttachedModel> list(@PathParam("projectId") ProjectId project) {
        return new Page<>(models.of(project), null);
    }

    @POST
    @APIResponseSchema(value = AttachedModel.class, responseCode = "201", responseDescription = "Created")
    @Operation(
            operationId = "attachModel",
            summary = "Attach a model to a project",
            description = "Features are mapped to options of one radio attribute; a feature that is null or left out is"
                    + " unmapped. Two features share an option only with \"merge\"; their probabilities then add up.")
    public RestResponse<AttachedModel> attach(
            @PathParam("projectId") ProjectId project, AttachModels.@Nullable Request request) {
        AttachedModel attached = models.attach(current.actor(), project, Inputs.body(request));
        URI location = URI.create("/api/projects/" + project + "/attached-models/" + attached.id());
        return RestResponse.ResponseBuilder.<AttachedModel>created(location)
                .entity(attached)
                .tag(Tagged.tag(attached.version()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "findAttachedModel", summary = "An attached model; detached ones, too")
    public RestResponse<AttachedModel> find(
            @PathParam("projectId") ProjectId project, @PathParam("id") AttachedModelId id) {
        AttachedModel attached = inside(project, id);
        return Tagged.with(attached.version(), attached);
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "changeAttachedModel",
            summary = "Change mapping, iteration policy or whether it is enabled",
            description = "What is null or left out stays as it is; a mapping is replaced as a whole. Runs that were"
                    + " requested before keep what they were requested with.")
    public RestResponse<AttachedModel> change(
            @PathParam("projectId") ProjectId project,
            @PathParam("id") AttachedModelId id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            AttachModels.@Nullable Request request) {
        AttachModels.Request change = Inputs.body(request);
        AttachedModel before = inside(project, id);
        if (change.modelId() != null && !change.modelId().equals(before.modelId())) {
            throw new Refusal.Invalid("/modelId", "model-fixed", "Attach the other model instead.");
        }
        AttachedModel after = models.change(current.actor(), id, change, Inputs.version(ifMatch));
        return Tagged.with(after.version(), after);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "detachModel",
            summary = "Detach a model",
            description = "It is archived, not deleted: runs that used it can still be shown.")
    public RestResponse<AttachedModel> detach(
            @PathParam("projectId") ProjectId project,
            @PathParam("id") AttachedModelId id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        inside(project, id);
        AttachedModel archived = models.detach(current.actor(), id, Inputs.version(ifMatch));
        return Tagged.with(archived.version(), archived);
    }

    private AttachedModel inside(ProjectId project, AttachedModelId id) {
        AttachedModel attached = models.find(id);
        if (!attached.projectId().equals(project)) {
            throw new Refusal.NotFound("attached model", id);
        }
        return attached;
    }
}
