package io.framewise.adapters.web.project;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.application.Page;
import io.framewise.application.project.DefineProjects;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects} */
@Path("/api/projects")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "projects")
public final class ProjectsResource {

    private final DefineProjects projects;
    private final CurrentActor current;

    public ProjectsResource(DefineProjects projects, CurrentActor current) {
        this.projects = projects;
        this.current = current;
    }

    @GET
    @Operation(operationId = "listProjects", summary = "Projects, the newest first")
    public Page<Project> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("pageToken") @Nullable String pageToken) {
        return projects.page(Inputs.page(limit, pageToken));
    }

    @POST
    @APIResponseSchema(value = Project.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createProject", summary = "Create a project, with or without an ontology")
    public RestResponse<Project> create(DefineProjects.@Nullable Request request) {
        Project project = projects.create(current.actor(), Inputs.body(request));
        return RestResponse.ResponseBuilder.<Project>created(URI.create("/api/projects/" + project.id()))
                .entity(project)
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "findProject", summary = "A project with its newest ontology")
    public Project find(@PathParam("id") ProjectId id) {
        return projects.find(id);
    }
}
