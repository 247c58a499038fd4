package io.framewise.adapters.web.audit;

import io.framewise.adapters.web.Inputs;
import io.framewise.application.Page;
import io.framewise.application.audit.AuditTrail;
import io.framewise.application.audit.ReadAuditTrail;
import io.framewise.domain.audit.AuditEntry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/audit-entries} */
@Path("/api/audit-entries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public final class AuditEntriesResource {

    private final ReadAuditTrail auditTrail;

    public AuditEntriesResource(ReadAuditTrail auditTrail) {
        this.auditTrail = auditTrail;
    }

    @GET
    @Operation(
            operationId = "listAuditEntries",
            summary = "Who did what to which thing, the newest first",
            description = "Each entry carries the hash of the one before it, so that a gap or a change shows.")
    public Page<AuditEntry> list(
            @Parameter(description = "Id of a project.") @QueryParam("project") @Nullable String project,
            @Parameter(description = "Name of a person.") @QueryParam("actor") @Nullable String actor,
            @Parameter(description = "Such as inference-run.requested.") @QueryParam("action") @Nullable String action,
            @Parameter(description = "Such as data-unit.") @QueryParam("noun") @Nullable String noun,
            @Parameter(description = "Id of the thing.") @QueryParam("id") @Nullable String id,
            @Parameter(description = "At this time or later.") @QueryParam("from") @Nullable Instant from,
            @Parameter(description = "Before this time.") @QueryParam("to") @Nullable Instant to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return auditTrail.page(
                new AuditTrail.Filter(project, actor, action, noun, id, from, to), Inputs.page(limit, pageToken));
    }
}
