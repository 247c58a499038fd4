package io.framewise.application.model;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.BlobStore;
import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.ModelManifest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Imports trained networks, each checked by running it. */
public final class ImportModels {

    private final UnitOfWork unitOfWork;
    private final Models models;
    private final NetworkInspector inspector;
    private final BlobStore blobs;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public ImportModels(
            UnitOfWork unitOfWork,
            Models models,
            NetworkInspector inspector,
            BlobStore blobs,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.models = models;
        this.inspector = inspector;
        this.blobs = blobs;
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    public record Request(UploadedFile weights, ManifestDraft manifest) {}

    /**
     * Makes a model with its first iteration.
     *
     * @throws Refusal.Invalid below {@code /manifest} or at {@code /weights}
     */
    public Model importModel(Actor actor, Request request) {
        ModelManifest manifest = request.manifest().check();
        ModelId id = new ModelId(identifiers.uuid());
        Iteration iteration = iteration(id, 1, request.weights(), manifest);
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
        ModelManifest manifest = request.manifest().check();
        Model known = find(id);
        if (!manifest.features().equals(known.features())) {
            throw new Refusal.Invalid(
                    "/manifest/features",
                    "features-differ",
                    "An iteration has the model's features, in their order: " + String.join(", ", known.features())
                            + ".");
        }
        if (manifest.architecture() != known.architecture()) {
            throw new Refusal.Invalid(
                    "/manifest/architecture",
                    "architecture-differs",
                    "The model is a " + known.architecture().value() + ".");
        }
        Iteration checked = iteration(id, 1, request.weights(), manifest);
        return unitOfWork.run(() -> {
            Model model = models.lock(id);
            Iteration next = checked.numbered(model.latest().number() + 1);
            Model grown = model.withIteration(next);
            models.addIteration(next);
            journal.write(actor, "model.iteration-added", id, null, details(model, next));
            return grown;
        });
    }

    public Model find(ModelId id) {
        return unitOfWork.run(() -> models.get(id));
    }

    /** The newest first. */
    public Page<Model> page(PageRequest request) {
        return unitOfWork.run(() -> models.page(request));
    }

    private Iteration iteration(ModelId model, int number, UploadedFile weights, ModelManifest manifest) {
        NetworkInspector.Inspection inspection = inspector.inspect(weights, manifest, "/weights");
        BlobStore.Blob blob = blobs.put(weights.file());
        return new Iteration(
                new IterationId(identifiers.uuid()),
                model,
                number,
                blob.hash(),
                blob.bytes(),
                inspection.format(),
                inspection.parameters(),
                manifest.preprocessing(),
                manifest.activation(),
                weights.name(),
                clock.instant());
    }

    private static Map<String, String> details(Model model, Iteration iteration) {
        return Map.of(
                "title", model.title(),
                "iteration", iteration.id().toString(),
                "number", Integer.toString(iteration.number()),
                "weights", iteration.weights().sha256());
    }
}
