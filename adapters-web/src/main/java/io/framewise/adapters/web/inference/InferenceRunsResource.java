package io.framewise.adapters.web.inference;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.application.Page;
import io.framewise.application.inference.ControlRuns;
import io.framewise.application.inference.DeriveLabels;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.application.inference.RunInference;
import io.framewise.application.inference.Shards;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.ThresholdPreview;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.ProjectId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code /api/inference-runs} */
@Path("/api/inference-runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inference")
public final class InferenceRunsResource {

    private static final Set<String> STATES = Set.of("queued", "running", "paused", "succeeded", "failed", "cancelled");

    /** What can be changed of a finished run. */
    @Schema(name = "InferenceRunChange")
    record Change(
            @Schema(required = true, description = "Threshold that labels are made with.") @Nullable
            Confidence confidence,

            @Schema(description = "Option to a threshold of its own; left out, none has one.") @Nullable
            Map<FeatureNodeHash, Confidence> confidencePerFeature,

            @Schema(
                    minimum = "1",
                    maximum = "10000",
                    description =
                            "Frames that an answer must at least have between two stretches of another one; shorter"
                                    + " ones take that answer. Left out, nothing is smoothed.")
            @Nullable
            Integer smoothing) {

        Thresholds thresholds() {
            if (confidence == null) {
                throw new Refusal.Invalid(
                        "/confidence", "missing-field", "Say which confidence a label must have, 0 to 1.");
            }
            return new Thresholds(
                    confidence,
                    confidencePerFeature == null ? Map.of() : confidencePerFeature,
                    smoothing == null ? 1 : smoothing);
        }
    }

    private final RunInference runs;
    private final ControlRuns control;
    private final DeriveLabels deriveLabels;
    private final CurrentActor current;

    public InferenceRunsResource(
            RunInference runs, ControlRuns control, DeriveLabels deriveLabels, CurrentActor current) {
        this.runs = runs;
        this.control = control;
        this.deriveLabels = deriveLabels;
        this.current = current;
    }

    @GET
    @Operation(operationId = "listInferenceRuns", summary = "Runs, the newest request first")
    public Page<InferenceRunJson> list(
            @QueryParam("project") @Nullable ProjectId project,
            @QueryParam("dataUnit") @Nullable DataUnitId dataUnit,
            @QueryParam("model") @Nullable ModelId model,
            @QueryParam("attachedModel") @Nullable AttachedModelId attachedModel,
            @Parameter(description = "queued, running, paused, succeeded, failed or cancelled.")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "Name of a person.") @QueryParam("requester") @Nullable String requester,
            @Parameter(description = "Requested at this time or later.") @QueryParam("from") @Nullable Instant from,
            @Parameter(description = "Requested before this time.") @QueryParam("to") @Nullable Instant to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("pageToken") @Nullable String pageToken) {
        if (state != null && !STATES.contains(state)) {
            throw new Refusal.Invalid("/state", "unknown-state", "No run is ever \"" + state + "\".");
        }
        Page<RunInference.Status> page = runs.page(
                new InferenceRuns.Filter(project, dataUnit, model, attachedModel, state, requester, from, to),
                Inputs.page(limit, pageToken));
        return new Page<>(page.items().stream().map(InferenceRunJson::of).toList(), page.nextPageToken());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "findInferenceRun", summary = "The whole record of a run")
    public InferenceRunJson find(@PathParam("id") InferenceRunId id) {
        return InferenceRunJson.of(runs.status(id));
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "changeInferenceRun",
            summary = "Move the thresholds of a finished run",
            description = "Its labels are derived again from the stored probabilities; nothing is inferred again.")
    public InferenceRunJson change(@PathParam("id") InferenceRunId id, @Nullable Change change) {
        deriveLabels.again(current.actor(), id, Inputs.body(change).thresholds());
        return InferenceRunJson.of(runs.status(id));
    }

    @GET
    @Path("{id}/threshold-preview")
    @Operation(
            operationId = "previewThresholds",
            summary = "What each threshold from 0 to 1 would give, in steps of 0.01",
            description = "Counted by the labels as they are; nothing is changed. Of a run that has not finished, its"
                    + " finished shards are counted.")
    public ThresholdPreview preview(@PathParam("id") InferenceRunId id) {
        return deriveLabels.preview(id);
    }

    @GET
    @Path("{id}/pace")
    @Operation(
            operationId = "paceOfInferenceRun",
            summary = "When the frames of each finished shard of a run were stored, the earliest first")
    public List<Shards.Done> pace(@PathParam("id") InferenceRunId id) {
        return runs.pace(id);
    }

    @POST
    @Path("{id}/cancel")
    @ResponseStatus(202)
    @APIResponseSchema(value = InferenceRunJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(
            operationId = "cancelInferenceRun",
            summary = "Stop a run",
            description = "From now on nothing of it is stored any more; labels of finished shards stay.")
    public InferenceRunJson cancel(@PathParam("id") InferenceRunId id) {
        control.cancel(current.actor(), id);
        return InferenceRunJson.of(runs.status(id));
    }

    @POST
    @Path("{id}/pause")
    @Operation(
            operationId = "pauseInferenceRun",
            summary = "Hold a run back",
            description = "Labels of finished shards stay; the others are done when it is resumed.")
    public InferenceRunJson pause(@PathParam("id") InferenceRunId id) {
        control.pause(current.actor(), id);
        return InferenceRunJson.of(runs.status(id));
    }

    @POST
    @Path("{id}/resume")
    @Operation(operationId = "resumeInferenceRun", summary = "Let a paused run go on")
    public InferenceRunJson resume(@PathParam("id") InferenceRunId id) {
        control.resume(current.actor(), id);
        return InferenceRunJson.of(runs.status(id));
    }

    @POST
    @Path("{id}/retry")
    @ResponseStatus(202)
    @APIResponseSchema(value = InferenceRunJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(
            operationId = "retryInferenceRun",
            summary = "Try the failed shards of a finished run again",
            description = "A shard fails when it cannot be done for a reason that is not a frame's own; the rest of the"
                    + " run stays as it is.")
    public InferenceRunJson retry(@PathParam("id") InferenceRunId id) {
        control.retry(current.actor(), id);
        return InferenceRunJson.of(runs.status(id));
    }
}
