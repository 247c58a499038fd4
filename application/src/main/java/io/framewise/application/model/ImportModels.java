package io.framewise.application.model;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.BlobStore;
import io.framewise.application.media.MediaIndexer;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector.Inspection;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.model.CheckReport;
import io.framewise.domain.model.GoldenCheck;
import io.framewise.domain.model.GoldenSamples;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.ModelManifest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Imports trained networks, each checked by running it. */
public final class ImportModels {

    private final UnitOfWork unitOfWork;
    private final Models models;
    private final NetworkInspector inspector;
    private final MediaIndexer indexer;
    private final BlobStore blobs;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public ImportModels(
            UnitOfWork unitOfWork,
            Models models,
            NetworkInspector inspector,
            MediaIndexer indexer,
            BlobStore blobs,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.models = models;
        this.inspector = inspector;
        this.indexer = indexer;
        this.blobs = blobs;
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * What was uploaded.
     *
     * @param manifest null when the file says everything itself, as fastai exports do
     * @param goldens a zip archive of images, null for none
     * @param goldenProbabilities what the network is expected to answer to them, null for none
     */
    public record Request(
            UploadedFile weights,
            @Nullable ManifestDraft manifest,
            @Nullable UploadedFile goldens,
            GoldenSamples.@Nullable Draft goldenProbabilities) {}

    /**
     * Makes a model with its first iteration.
     *
     * @throws Refusal.Invalid below {@code /manifest} or {@code /goldenProbabilities}, at {@code /weights} or {@code
     *     /goldens}
     */
    public Model importModel(Actor actor, Request request) {
        Checked checked = check(request);
        ModelManifest manifest = checked.manifest();
        ModelId id = new ModelId(identifiers.uuid());
        Iteration iteration = iteration(id, request.weights(), checked);
        Model model = new Model(
                id,
                manifest.title(),
                manifest.architecture(),
                manifest.features(),
                List.of(iteration),
                iteration.createdAt());
        return unitOfWork.run(() -> {
            models.add(model);
            journal.write(actor, "model.imported", id, null, details(model, iteration));
            return model;
        });
    }

    /**
     * Adds an iteration to a model.
     *
     * @throws Refusal.Invalid as {@link #importModel}, and when architecture or features are not the model's
     */
    public Model addIteration(Actor actor, ModelId id, Request request) {
        Model known = find(id);
        Checked checked = check(request);
        if (!checked.manifest().features().equals(known.features())) {
            throw new Refusal.Invalid(
                    "/manifest/features",
                    "features-differ",
                    "An iteration has the model's features, in their order: " + String.join(", ", known.features())
                            + ".");
        }
        if (checked.manifest().architecture() != known.architecture()) {
            throw new Refusal.Invalid(
                    "/manifest/architecture",
                    "architecture-differs",
                    "The model is a " + known.architecture().value() + ".");
        }
        Iteration iteration = iteration(id, request.weights(), checked);
        return unitOfWork.run(() -> {
            Model model = models.lock(id);
            Iteration next = iteration.numbered(model.latest().number() + 1);
            Model grown = model.withIteration(next);
            models.addIteration(next);
            journal.write(actor, "model.iteration-added", id, null, details(model, next));
            return grown;
        });
    }

    private record Checked(ModelManifest manifest, CheckReport report) {}

    private Checked check(Request request) {
        ManifestFacts written = request.manifest() == null
                ? ManifestFacts.NONE
                : request.manifest().check();
        if ((request.goldens() == null) != (request.goldenProbabilities() == null)) {
            throw new Refusal.Invalid(
                    request.goldens() == null ? "/goldens" : "/goldenProbabilities",
                    "missing-field",
                    "Golden samples are images (goldens) and what is expected of them (goldenProbabilities).");
        }
        if (request.goldens() == null || request.goldenProbabilities() == null) {
            return checked(request, written, inspector.inspect(request.weights(), written, List.of()), null);
        }
        request.goldenProbabilities().checkCount();
        try (GoldenImages images = GoldenImages.unpack(indexer, request.goldens())) {
            List<Path> shown = images.of(request.goldenProbabilities());
            return checked(
                    request,
                    written,
                    inspector.inspect(request.weights(), written, shown),
                    request.goldenProbabilities());
        }
    }

    private static Checked checked(
            Request request, ManifestFacts written, Inspection found, GoldenSamples.@Nullable Draft goldens) {
        ModelManifest manifest = written.with(found.facts(), request.weights().name());
        GoldenCheck check =
                goldens == null ? null : GoldenCheck.of(goldens.check(manifest.features()), found.answers());
        return new Checked(
                manifest,
                new CheckReport(
                        found.facts().format(),
                        found.facts().layers(),
                        found.facts().parameters(),
                        found.engine(),
                        found.form(),
                        check));
    }

    public Model find(ModelId id) {
        return unitOfWork.run(() -> models.get(id));
    }

    /** The newest first. */
    public Page<Model> page(PageRequest request) {
        return unitOfWork.run(() -> models.page(request));
    }

    private Iteration iteration(ModelId model, UploadedFile weights, Checked checked) {
        BlobStore.Blob blob = blobs.put(weights.file());
        return new Iteration(
                new IterationId(identifiers.uuid()),
                model,
                1,
                blob.hash(),
                blob.bytes(),
                checked.report(),
                checked.manifest().preprocessing(),
                checked.manifest().activation(),
                weights.name(),
                clock.instant());
    }

    private static Map<String, String> details(Model model, Iteration iteration) {
        Map<String, String> details = new HashMap<>();
        details.put("title", model.title());
        details.put("iteration", iteration.id().toString());
        details.put("number", Integer.toString(iteration.number()));
        details.put("weights", iteration.weights().sha256());
        details.put("weightsFormat", iteration.check().format().value());
        GoldenCheck goldens = iteration.check().goldens();
        if (goldens != null) {
            details.put("goldenSamples", Integer.toString(goldens.samples()));
            details.put("goldenLargestDifference", Double.toString(goldens.largest()));
        }
        return details;
    }
}
