package io.framewise.application.inference;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.DataUnits;
import io.framewise.application.model.AttachedModels;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunProgress;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests inference runs, stops them, and tells what became of them. */
public final class RunInference {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final InferenceRuns runs;
    private final ShardResults results;
    private final RunQueue queue;
    private final RunAcceptance acceptance;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public RunInference(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            AttachedModels attachedModels,
            InferenceRuns runs,
            ShardResults results,
            RunQueue queue,
            DeviceCatalog devices,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.runs = runs;
        this.results = results;
        this.queue = queue;
        this.acceptance = new RunAcceptance(dataUnits, models, attachedModels, devices, clock);
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * What to run.
     *
     * @param iterationId null for the latest that the attached model's policy allows
     * @param frameRange null for the whole data unit
     * @param confidence threshold of the labels
     * @param device null for {@code auto}
     */
    public record Request(
            @Nullable AttachedModelId attachedModelId,
            @Nullable IterationId iterationId,
            @Nullable DataUnitId dataUnitId,
            @Nullable FrameRange frameRange,
            @Nullable Confidence confidence,
            @Nullable String device) {}

    /** A run, and how far it is. */
    public record Status(InferenceRun run, RunProgress progress) {}

    /**
     * Records a run and queues it.
     *
     * @param idempotencyKey the same key in the same project gives the run of the first request; null for none
     * @throws Refusal.Invalid with every violation: unknown ids, a range beyond the data unit, a confidence outside 0 to
     *     1, a device that is not there
     * @throws Refusal.Conflict when the attached model is disabled, or its mapping no longer fits the ontology, or the
     *     key was used for another request
     */
    public InferenceRun request(Actor actor, ProjectId projectId, Request request, @Nullable String idempotencyKey) {
        String device = request.device() == null ? "auto" : request.device();
        return unitOfWork.run(() -> {
            Project project = projects.lock(projectId);
            if (idempotencyKey != null) {
                Optional<InferenceRun> earlier = runs.withIdempotencyKey(projectId, idempotencyKey);
                if (earlier.isPresent()) {
                    return same(earlier.get(), request, device);
                }
            }
            RunRequest accepted = acceptance.accept(actor, project, request, device);
            InferenceRun run = InferenceRun.requested(new InferenceRunId(identifiers.uuid()), accepted);
            runs.add(run, idempotencyKey);
            queue.enqueue(run.id());
            journal.write(actor, "inference-run.requested", run.id(), projectId, details(accepted));
            return run;
        });
    }

    /** @throws Refusal.Conflict when the run has finished */
    public InferenceRun cancel(Actor actor, InferenceRunId id) {
        return unitOfWork.run(() -> {
            InferenceRun cancelled = runs.lock(id).cancel(clock.instant());
            runs.save(cancelled);
            String action = cancelled.cancelRequested() ? "inference-run.cancel-requested" : "inference-run.cancelled";
            journal.write(actor, action, id, cancelled.request().projectId(), Map.of());
            return cancelled;
        });
    }

    public Status status(InferenceRunId id) {
        return unitOfWork.run(() -> new Status(runs.get(id), runs.progress(id)));
    }

    /** The newest request first. */
    public Page<Status> page(InferenceRuns.Filter filter, PageRequest request) {
        return unitOfWork.run(() -> {
            Page<InferenceRun> page = runs.page(filter, request);
            List<Status> items = page.items().stream()
                    .map(run -> new Status(run, runs.progress(run.id())))
                    .toList();
            return new Page<>(items, page.nextPageToken());
        });
    }

    /**
     * What a run found on some of its frames, by shard.
     *
     * @throws Refusal.Invalid when a frame is not in the run's range
     */
    public List<ShardResult> predictions(InferenceRunId id, FrameRange range) {
        return unitOfWork.run(() -> {
            FrameRange whole = runs.get(id).request().frameRange();
            if (!whole.contains(range)) {
                throw new Refusal.Invalid(
                        "/first",
                        "frame-out-of-range",
                        "The run is about the frames " + whole.first() + " to " + whole.last() + ".");
            }
            return results.overlapping(id, range);
        });
    }

    private static InferenceRun same(InferenceRun earlier, Request request, String device) {
        RunRequest before = earlier.request();
        boolean same = before.attachedModelId().equals(request.attachedModelId())
                && before.dataUnitId().equals(request.dataUnitId())
                && (request.frameRange() == null || before.frameRange().equals(request.frameRange()))
                && (request.iterationId() == null || before.iterationId().equals(request.iterationId()))
                && before.confidence().equals(request.confidence())
                && before.device().equals(device);
        if (!same) {
            throw new Refusal.Conflict(
                    "idempotency-key-reused",
                    "This Idempotency-Key was used for another request, run " + earlier.id() + ".");
        }
        return earlier;
    }

    private static Map<String, String> details(RunRequest request) {
        return Map.of(
                "dataUnit", request.dataUnitId().toString(),
                "attachedModel", request.attachedModelId().toString(),
                "iteration", request.iterationId().toString(),
                "frames", request.frameRange().toString(),
                "confidence", Double.toString(request.confidence().value()),
                "device", request.device());
    }
}
