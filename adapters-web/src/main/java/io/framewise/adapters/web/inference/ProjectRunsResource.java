package io.framewise.adapters.web.inference;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.application.inference.ControlBatches;
import io.framewise.application.inference.ForecastRun;
import io.framewise.application.inference.RunCascade;
import io.framewise.application.inference.RunInBulk;
import io.framewise.application.inference.RunInference;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.project.ProjectId;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/projects/{id}/inference-runs} */
@Path("/api/projects/{id}/inference-runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inference")
public final class ProjectRunsResource {

    private static final int MAX_KEY = 200;

    private final RunInference runs;
    private final RunInBulk runInBulk;
    private final RunCascade runCascade;
    private final ControlBatches batches;
    private final ForecastRun forecastRun;
    private final CurrentActor current;

    public ProjectRunsResource(
            RunInference runs,
            RunInBulk runInBulk,
            RunCascade runCascade,
            ControlBatches batches,
            ForecastRun forecastRun,
            CurrentActor current) {
        this.runs = runs;
        this.runInBulk = runInBulk;
        this.runCascade = runCascade;
        this.batches = batches;
        this.forecastRun = forecastRun;
        this.current = current;
    }

    @POST
    @APIResponseSchema(value = InferenceRunJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(
            operationId = "requestInferenceRun",
            summary = "Run an attached model over a range of frames",
            description =
                    "The run is queued; Location tells where to see what becomes of it. Left out, the iteration is"
                            + " the latest that the attached model allows, the range the whole data unit, the device auto.")
    public RestResponse<InferenceRunJson> request(
            @PathParam("id") ProjectId project,
            @Parameter(description = "Your own name for the request: sent again, it gives the run of the first time.")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key,
            RunInference.@Nullable Request request) {
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw new Refusal.Invalid(
                    "/Idempotency-Key", "idempotency-key-length", "An Idempotency-Key has 1 to 200 characters.");
        }
        InferenceRun run = runs.request(current.actor(), project, Inputs.body(request), key);
        return RestResponse.ResponseBuilder.<InferenceRunJson>accepted()
                .location(URI.create("/api/inference-runs/" + run.id()))
                .entity(InferenceRunJson.of(runs.status(run.id())))
                .build();
    }

    @POST
    @Path("bulk")
    @APIResponseSchema(value = BatchJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(
            operationId = "requestInferenceBatch",
            summary = "Run an attached model over many data units",
            description = "One run for each data unit that is named, or for all of the project whose title contains a"
                    + " text; all of them are queued or none. Runs that are requested singly pass them.")
    public RestResponse<BatchJson> bulk(@PathParam("id") ProjectId project, RunInBulk.@Nullable Request request) {
        return accepted(runInBulk.request(current.actor(), project, Inputs.body(request)));
    }

    @POST
    @Path("cascade")
    @APIResponseSchema(value = BatchJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(
            operationId = "requestInferenceCascade",
            summary = "Run several attached models of one branch of the ontology, each by the fresh answers above it",
            description = "One run for each model, in the order of the tree; all of them are queued or none. Shard by"
                    + " shard, the answers of a run open the gates of those that follow it, and a frame that several"
                    + " of them need is decoded once.")
    public RestResponse<BatchJson> cascade(@PathParam("id") ProjectId project, RunCascade.@Nullable Request request) {
        return accepted(runCascade.request(current.actor(), project, Inputs.body(request)));
    }

    private RestResponse<BatchJson> accepted(InferenceBatch batch) {
        return RestResponse.ResponseBuilder.<BatchJson>accepted()
                .location(URI.create("/api/inference-batches/" + batch.id()))
                .entity(BatchJson.of(batches.status(batch.id())))
                .build();
    }

    @POST
    @Path("forecast")
    @Operation(
            operationId = "forecastInferenceRun",
            summary = "What a run would do",
            description = "Nothing is changed. Frames are counted by the labels as they are; the time is that of the"
                    + " iteration's last runs.")
    public ForecastRun.Forecast forecast(@PathParam("id") ProjectId project, RunInference.@Nullable Request request) {
        return forecastRun.forecast(current.actor(), project, Inputs.body(request));
    }
}
