package io.framewise.adapters.web.inference;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.application.inference.ControlBatches;
import io.framewise.domain.inference.InferenceBatchId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** {@code /api/inference-batches} */
@Path("/api/inference-batches/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inference")
public final class BatchesResource {

    private final ControlBatches batches;
    private final CurrentActor current;

    public BatchesResource(ControlBatches batches, CurrentActor current) {
        this.batches = batches;
        this.current = current;
    }

    @GET
    @Operation(operationId = "findInferenceBatch", summary = "How far a batch of runs is")
    public BatchJson find(@PathParam("id") InferenceBatchId id) {
        return BatchJson.of(batches.status(id));
    }

    @GET
    @Path("runs")
    @Operation(
            operationId = "listRunsOfInferenceBatch",
            summary = "The runs of a batch, in the order of its data units, or of a cascade")
    public List<InferenceRunJson> runs(@PathParam("id") InferenceBatchId id) {
        return batches.runs(id).stream().map(InferenceRunJson::of).toList();
    }

    @POST
    @Path("cancel")
    @ResponseStatus(202)
    @APIResponseSchema(value = BatchJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(operationId = "cancelInferenceBatch", summary = "Stop every run of a batch that has not finished")
    public BatchJson cancel(@PathParam("id") InferenceBatchId id) {
        return BatchJson.of(batches.cancel(current.actor(), id));
    }

    @POST
    @Path("retry")
    @ResponseStatus(202)
    @APIResponseSchema(value = BatchJson.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(operationId = "retryInferenceBatch", summary = "Try the failed shards of a batch's runs again")
    public BatchJson retry(@PathParam("id") InferenceBatchId id) {
        return BatchJson.of(batches.retry(current.actor(), id));
    }
}
