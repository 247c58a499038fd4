package io.framewise.adapters.web.inference;

import io.framewise.adapters.web.Inputs;
import io.framewise.application.inference.RunInference;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.media.FrameRange;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/inference-runs/{id}/predictions} */
@Path("/api/inference-runs/{id}/predictions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inference")
public final class PredictionsResource {

    /** Keeps an answer below some 100 MB when a model has thousands of features. */
    private static final int MAX_PROBABILITIES = 2_000_000;

    private final RunInference runs;

    public PredictionsResource(RunInference runs) {
        this.runs = runs;
    }

    @GET
    @Operation(
            operationId = "listPredictions",
            summary = "All probabilities of a run, frame by frame, at most 10,000 frames at once",
            description = "Models with more than 200 features get fewer frames at once: 2,000,000 probabilities.")
    public PredictionsJson list(
            @PathParam("id") InferenceRunId id,
            @Parameter(description = "First frame; the run's first unless given.") @QueryParam("first") @Nullable
                    Integer first,
            @Parameter(description = "Last frame, included; as far as allowed unless given.")
                    @QueryParam("last")
                    @Nullable
                    Integer last) {
        RunRequest request = runs.status(id).run().request();
        int most = Math.min(
                Inputs.MAX_FRAMES, MAX_PROBABILITIES / request.features().size());
        FrameRange range = Inputs.frames(first, last, request.frameRange(), most);
        return PredictionsJson.of(range, request.features(), runs.predictions(id, range));
    }
}
