package io.framewise.adapters.web.model;

import io.framewise.adapters.web.CurrentActor;
import io.framewise.adapters.web.Inputs;
import io.framewise.adapters.web.Uploads;
import io.framewise.application.Page;
import io.framewise.application.inference.TryModel;
import io.framewise.application.model.ImportModels;
import io.framewise.domain.model.GoldenSamples;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import jakarta.ws.rs.Consumes;
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
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** {@code /api/models} */
@Path("/api/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
public final class ModelsResource {

    private final ImportModels models;
    private final TryModel tryModel;
    private final JsonParts parts;
    private final CurrentActor current;

    public ModelsResource(ImportModels models, TryModel tryModel, JsonParts parts, CurrentActor current) {
        this.models = models;
        this.tryModel = tryModel;
        this.parts = parts;
        this.current = current;
    }

    @GET
    @Operation(operationId = "listModels", summary = "Models with their iterations, the newest first")
    public Page<Model> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("pageToken") @Nullable String pageToken) {
        return models.page(Inputs.page(limit, pageToken));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "findModel", summary = "A model with its iterations")
    public Model find(@PathParam("id") ModelId id) {
        return models.find(id);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @APIResponseSchema(value = Model.class, responseCode = "201", responseDescription = "Created")
    @Operation(
            operationId = "importModel",
            summary = "Import a trained network as a model with its first iteration",
            description =
                    "The weights are a fastai export, a state dict of torchvision's layout (.pth or .safetensors),"
                            + " ONNX or TorchScript; the manifest says what the file does not say of itself, which is nothing"
                            + " for fastai exports. The network is checked by running it, on the golden samples too if there"
                            + " are any: a zip archive of images, and the probabilities that are expected for each.")
    public RestResponse<Model> importModel(
            @RestForm("weights") @Nullable FileUpload weights,
            @RestForm("manifest") @Nullable FileUpload manifestFile,
            @RestForm("manifest") @Nullable String manifestField,
            @RestForm("goldens") @Nullable FileUpload goldens,
            @RestForm("goldenProbabilities") @Nullable FileUpload probabilitiesFile,
            @RestForm("goldenProbabilities") @Nullable String probabilitiesField) {
        Model model = models.importModel(
                current.actor(),
                request(weights, manifestFile, manifestField, goldens, probabilitiesFile, probabilitiesField));
        return RestResponse.ResponseBuilder.<Model>created(URI.create("/api/models/" + model.id()))
                .entity(model)
                .build();
    }

    @POST
    @Path("{id}/iterations")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @APIResponseSchema(value = Model.class, responseCode = "201", responseDescription = "Created")
    @Operation(
            operationId = "addIteration",
            summary = "Add trained weights to a model",
            description = "Architecture and features are those of the model; size and normalisation may differ.")
    public RestResponse<Model> addIteration(
            @PathParam("id") ModelId id,
            @RestForm("weights") @Nullable FileUpload weights,
            @RestForm("manifest") @Nullable FileUpload manifestFile,
            @RestForm("manifest") @Nullable String manifestField,
            @RestForm("goldens") @Nullable FileUpload goldens,
            @RestForm("goldenProbabilities") @Nullable FileUpload probabilitiesFile,
            @RestForm("goldenProbabilities") @Nullable String probabilitiesField) {
        Model model = models.addIteration(
                current.actor(),
                id,
                request(weights, manifestFile, manifestField, goldens, probabilitiesFile, probabilitiesField));
        return RestResponse.ResponseBuilder.<Model>created(URI.create("/api/models/" + id))
                .entity(model)
                .build();
    }

    @POST
    @Path("{id}/try-outs")
    @Operation(
            operationId = "tryModel",
            summary = "Let a model look at one frame",
            description =
                    "By the latest iteration unless the request names one. It runs on this node's processor, after what that"
                            + " is at. Nothing is kept.")
    public TryModel.TryOut tryOut(@PathParam("id") ModelId id, TryModel.@Nullable Request request) {
        return tryModel.tryOut(id, Inputs.body(request));
    }

    private ImportModels.Request request(
            @Nullable FileUpload weights,
            @Nullable FileUpload manifestFile,
            @Nullable String manifestField,
            @Nullable FileUpload goldens,
            @Nullable FileUpload probabilitiesFile,
            @Nullable String probabilitiesField) {
        return new ImportModels.Request(
                Uploads.file("weights", weights),
                parts.read("manifest", ManifestDraft.class, manifestFile, manifestField),
                goldens == null ? null : Uploads.file("goldens", goldens),
                parts.read("goldenProbabilities", GoldenSamples.Draft.class, probabilitiesFile, probabilitiesField));
    }
}
