package io.framewise.adapters.web.label;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.adapters.web.Tagged;
import io.framewise.application.label.LabelFrames;
import io.framewise.application.label.ReadLabelHistory;
import io.framewise.application.label.ReviewLabels;
import io.framewise.application.label.UndoLabelChanges;
import io.framewise.application.media.BrowseMedia;
import io.framewise.domain.Violations;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.FeatureNodeHash;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/data-units/{id}/labels} */
@Path("/api/data-units/{id}/labels")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "labels")
public final class LabelsResource {

    private static final String IF_MATCH =
            "ETag of the labels that were seen: refused with 412 when somebody or a run has changed them since.";

    private final LabelFrames labels;
    private final ReviewLabels review;
    private final UndoLabelChanges undo;
    private final ReadLabelHistory history;
    private final BrowseMedia browse;
    private final CurrentActor current;

    public LabelsResource(
            LabelFrames labels,
            ReviewLabels review,
            UndoLabelChanges undo,
            ReadLabelHistory history,
            BrowseMedia browse,
            CurrentActor current) {
        this.labels = labels;
        this.review = review;
        this.undo = undo;
        this.history = history;
        this.browse = browse;
        this.current = current;
    }

    @GET
    @Operation(
            operationId = "listLabels",
            summary = "The labels on a range of frames",
            description = "The ETag is the version of all labels of the data unit: the number of their newest change.")
    public RestResponse<LabelsJson> list(
            @PathParam("id") DataUnitId id,
            @Parameter(description = "Only these attributes; all unless given.") @QueryParam("attribute")
                    List<FeatureNodeHash> attributes,
            @Parameter(description = "First frame, 0 unless given.") @QueryParam("first") @Nullable Integer first,
            @Parameter(description = "Last frame, included; the data unit's last unless given.")
                    @QueryParam("last")
                    @Nullable
                    Integer last) {
        DataUnit dataUnit = browse.find(id);
        FrameRange range = Inputs.frames(first, last, dataUnit.wholeRange(), dataUnit.frameCount());
        // Asked before the labels: should they change in between, the tag is too old and not too new.
        int version = history.version(id);
        return Tagged.with(version, new LabelsJson(range, labels.find(id, range, Set.copyOf(attributes))));
    }

    @PUT
    @Operation(
            operationId = "answer",
            summary = "Answer an attribute on a range of frames, as a person",
            description =
                    "Replaces whatever answered it there. A nested attribute can be answered only where its parents"
                            + " have the answers that open it (409 gate-closed). The response says what changed, the answers"
                            + " below that went with a changed parent included.")
    public RestResponse<LabelChange> answer(
            @PathParam("id") DataUnitId id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            LabelFrames.@Nullable Request request) {
        return tagged(labels.answer(current.actor(), id, Inputs.body(request), Inputs.version(ifMatch)));
    }

    @DELETE
    @Operation(
            operationId = "removeAnswer",
            summary = "Remove the answer of an attribute on a range of frames, and everything below it")
    public RestResponse<LabelChange> remove(
            @PathParam("id") DataUnitId id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @QueryParam("attribute") @Nullable FeatureNodeHash attribute,
            @Parameter(description = "First frame.") @QueryParam("first") @Nullable Integer first,
            @Parameter(description = "Last frame, included.") @QueryParam("last") @Nullable Integer last) {
        FrameRange whole = browse.find(id).wholeRange();
        Violations violations = new Violations();
        if (attribute == null) {
            violations.add("/attribute", "missing-field", "Say which attribute.");
        }
        if (first == null) {
            violations.add("/first", "missing-field", "Say which is the first frame.");
        }
        if (last == null) {
            violations.add("/last", "missing-field", "Say which is the last frame.");
        }
        violations.refuse();
        FrameRange range = Inputs.frames(first, last, whole, whole.count());
        LabelFrames.Request request = new LabelFrames.Request(attribute, range, null);
        return tagged(labels.remove(current.actor(), id, request, Inputs.version(ifMatch)));
    }

    @POST
    @Path("review")
    @Operation(
            operationId = "reviewLabels",
            summary = "Accept or reject what runs propose",
            description = "All proposed answers that fit everything that is given: attribute, frames, run, option,"
                    + " confidence. No model overwrites what was accepted; what was rejected goes, with everything below"
                    + " it.")
    public RestResponse<ReviewLabels.Reviewed> review(
            @PathParam("id") DataUnitId id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            ReviewLabels.@Nullable Request request) {
        ReviewLabels.Reviewed reviewed =
                review.review(current.actor(), id, Inputs.body(request), Inputs.version(ifMatch));
        return Tagged.with(reviewed.version(), reviewed);
    }

    @POST
    @Path("undo")
    @Operation(
            operationId = "undoLabelChanges",
            summary = "Take back the newest changes of the labels, whoever made them",
            description =
                    "A change is what a person did at once, a shard of a run, or a threshold that has moved. Taking"
                            + " back is recorded and is not taken back in turn: the next time is about the change before (409"
                            + " nothing-to-undo when there is none). The record of a run stays as it is.")
    public RestResponse<UndoLabelChanges.Undone> undo(
            @PathParam("id") DataUnitId id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Parameter(description = "How many changes, 1 unless given; all of them or none.")
                    @QueryParam("steps")
                    @Nullable
                    Integer steps) {
        UndoLabelChanges.Undone undone =
                undo.undo(current.actor(), id, steps == null ? 1 : steps, Inputs.version(ifMatch));
        return Tagged.with(undone.version(), undone);
    }

    private static RestResponse<LabelChange> tagged(LabelFrames.Changed changed) {
        return Tagged.with(changed.version(), changed.change());
    }
}
