package io.framewise.adapters.web.project;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.adapters.web.Tagged;
import io.framewise.application.project.DefineProjects;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.OntologyDraft;
import io.framewise.domain.project.ProjectId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/{id}/ontology} */
@Path("/api/projects/{id}/ontology")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "projects")
public final class OntologyResource {

    private final DefineProjects projects;
    private final CurrentActor current;

    public OntologyResource(DefineProjects projects, CurrentActor current) {
        this.projects = projects;
        this.current = current;
    }

    @GET
    @Operation(operationId = "findOntology", summary = "The newest revision of an ontology, or an earlier one")
    public RestResponse<Ontology> find(
            @PathParam("id") ProjectId id,
            @Parameter(description = "Which revision, from 1; the newest unless given.")
                    @QueryParam("revision")
                    @Nullable
                    Integer revision) {
        Ontology ontology = revision == null ? projects.find(id).ontology() : projects.ontology(id, revision);
        return Tagged.with(ontology.revision(), ontology);
    }

    @PUT
    @Operation(
            operationId = "reviseOntology",
            summary = "Make the next revision of an ontology",
            description = "The body is the whole tree. Nodes keep their featureNodeHash, new nodes have none; a node is"
                    + " archived, never left out. A revision in the body is the one that was edited, as If-Match.")
    public RestResponse<Ontology> revise(
            @PathParam("id") ProjectId id,
            @Parameter(
                            description =
                                    "ETag of the revision that was edited: refused with 412 when there is a newer one.")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Nullable OntologyDraft draft) {
        Ontology revised = projects.reviseOntology(current.actor(), id, Inputs.body(draft), Inputs.version(ifMatch))
                .ontology();
        return Tagged.with(revised.revision(), revised);
    }
}
