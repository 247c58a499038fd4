package io.framewise.application.inference;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.model.AttachedModels;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.Cascade;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunProgress;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.inference.Stride;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests inference runs, and tells what became of them. */
public final class RunInference {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final InferenceRuns runs;
    private final Shards shards;
    private final ShardResults results;
    private final RunSlots runSlots;
    private final RunAcceptance acceptance;
    private final RunPlanning planning;
    private final Journal journal;
    private final Identifiers identifiers;

    /**
     * @param slots how many workers may serve a run at once
     * @param shardFrames eligible frames of a shard, at most
     */
    public RunInference(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            AttachedModels attachedModels,
            InferenceRuns runs,
            Shards shards,
            ShardResults results,
            Labels labels,
            RunQueue queue,
            DeviceCatalog devices,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock,
            int slots,
            int shardFrames) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.runs = runs;
        this.shards = shards;
        this.results = results;
        this.runSlots = new RunSlots(queue, devices, slots);
        this.planning = new RunPlanning(new FrameChoice(projects, labels), dataUnits, shardFrames);
        this.acceptance = new RunAcceptance(dataUnits, models, attachedModels, devices, clock);
        this.journal = journal;
        this.identifiers = identifiers;
    }

    /**
     * What to run.
     *
     * @param iterationId null for the latest that the attached model's policy allows
     * @param frameRange null for the whole data unit
     * @param confidence threshold of the labels
     * @param confidencePerFeature option to a threshold of its own; null for none
     * @param smoothing frames that an answer must at least have between two stretches of another one, so that it stays; null
     *     for no smoothing
     * @param fresh whether to infer anew what an earlier run has found on the same frames; null for no
     * @param stride classifies every Nth frame only, the others hold its answer; null for every frame
     * @param device null for {@code auto}
     */
    public record Request(
            @Nullable AttachedModelId attachedModelId,
            @Nullable IterationId iterationId,
            @Nullable DataUnitId dataUnitId,
            @Nullable FrameRange frameRange,
            @Nullable Confidence confidence,
            @Nullable Map<FeatureNodeHash, Confidence> confidencePerFeature,
            @Nullable Integer smoothing,
            @Nullable Boolean fresh,
            @Nullable Integer stride,
            @Nullable String device) {

        boolean isFresh() {
            return fresh != null && fresh;
        }

        /** @throws Refusal.Invalid when the stride is no stride */
        Stride everyNth() {
            return stride == null ? Stride.EVERY_FRAME : new Stride(stride);
        }

        /** Of a request whose confidence is there. */
        Thresholds thresholds() {
            return new Thresholds(
                    Objects.requireNonNull(confidence),
                    confidencePerFeature == null ? Map.of() : confidencePerFeature,
                    smoothing == null ? 1 : smoothing);
        }
    }

    /**
     * A run, and how far it is.
     *
     * @param counts of the frames of its finished shards
     */
    public record Status(InferenceRun run, RunProgress progress, OutcomeCounts counts) {}

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
        return unitOfWork.run(
                () -> record(actor, projects.lock(projectId), request, idempotencyKey, RunQueue.Priority.INTERACTIVE));
    }

    /** As {@link #request}, inside the caller's transaction, which has locked the project. */
    InferenceRun record(
            Actor actor,
            Project project,
            Request request,
            @Nullable String idempotencyKey,
            RunQueue.Priority priority) {
        String device = request.device() == null ? "auto" : request.device();
        if (idempotencyKey != null) {
            Optional<InferenceRun> earlier = runs.withIdempotencyKey(project.id(), idempotencyKey);
            if (earlier.isPresent()) {
                return same(earlier.get(), request, device);
            }
        }
        RunRequest accepted = acceptance.accept(actor, project, request, device);
        InferenceRun run = added(accepted, planning.of(accepted), idempotencyKey);
        runSlots.enqueue(run, priority);
        return run;
    }

    /**
     * Records the runs of a cascade and queues the first, which takes the others along; inside the caller's transaction.
     *
     * @param requests in the order of the cascade
     */
    List<InferenceRun> record(Cascade cascade, List<RunRequest> requests) {
        List<Shard> plan = planning.of(requests);
        List<InferenceRun> recorded = new ArrayList<>();
        for (Cascade.Step step : cascade.steps()) {
            RunRequest own = requests.get(recorded.size());
            recorded.add(added(
                    step.follows().isPresent()
                            ? own.following(
                                    recorded.get(step.follows().getAsInt()).id())
                            : own,
                    plan,
                    null));
        }
        runSlots.enqueue(recorded.get(0), RunQueue.Priority.INTERACTIVE);
        return recorded;
    }

    /** Throws as {@link #request}; nothing is recorded. */
    RunRequest accepted(Actor actor, Project project, Request request) {
        return acceptance.accept(actor, project, request, request.device() == null ? "auto" : request.device());
    }

    private InferenceRun added(RunRequest accepted, List<Shard> plan, @Nullable String idempotencyKey) {
        InferenceRun run = InferenceRun.requested(new InferenceRunId(identifiers.uuid()), accepted);
        runs.add(run, idempotencyKey);
        shards.add(run.id(), plan);
        journal.write(
                accepted.requester(), "inference-run.requested", run.id(), accepted.projectId(), details(accepted));
        return run;
    }

    public Status status(InferenceRunId id) {
        return unitOfWork.run(() -> status(runs.get(id)));
    }

    /** Inside the caller's transaction. */
    Status status(InferenceRun run) {
        int frames = run.request().frameRange().count();
        if (run.state() instanceof RunState.Queued) {
            // Of a batch there are many, and people follow them.
            return new Status(run, new RunProgress(frames, 0), OutcomeCounts.ZERO);
        }
        if (run.state() instanceof RunState.Finished finished) {
            OutcomeCounts counts = finished.outcome().counts();
            return new Status(run, new RunProgress(frames, counts.total()), counts);
        }
        return new Status(run, new RunProgress(frames, shards.framesDone(run.id())), results.counts(run.id()));
    }

    /** The newest request first. */
    public Page<Status> page(InferenceRuns.Filter filter, PageRequest request) {
        return unitOfWork.run(() -> {
            Page<InferenceRun> page = runs.page(filter, request);
            List<Status> items = page.items().stream().map(this::status).toList();
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

    /**
     * How fast a run was: when the frames of each of its finished shards were stored, the earliest first.
     *
     * @throws Refusal.NotFound when there is no such run
     */
    public List<Shards.Done> pace(InferenceRunId id) {
        return unitOfWork.run(() -> shards.pace(runs.get(id).id()));
    }

    private static InferenceRun same(InferenceRun earlier, Request request, String device) {
        RunRequest before = earlier.request();
        boolean same = before.attachedModelId().equals(request.attachedModelId())
                && before.dataUnitId().equals(request.dataUnitId())
                && (request.frameRange() == null || before.frameRange().equals(request.frameRange()))
                && (request.iterationId() == null || before.iterationId().equals(request.iterationId()))
                && request.confidence() != null
                && before.thresholds().equals(request.thresholds())
                && before.fresh() == request.isFresh()
                && before.stride().frames() == (request.stride() == null ? 1 : request.stride())
                && before.device().equals(device);
        if (!same) {
            throw new Refusal.Conflict(
                    "idempotency-key-reused",
                    "This Idempotency-Key was used for another request, run " + earlier.id() + ".");
        }
        return earlier;
    }

    private static Map<String, String> details(RunRequest request) {
        Map<String, String> details = new HashMap<>(Map.of(
                "stride", Integer.toString(request.stride().frames()),
                "dataUnit", request.dataUnitId().toString(),
                "attachedModel", request.attachedModelId().toString(),
                "iteration", request.iterationId().toString(),
                "frames", request.frameRange().toString(),
                "confidence", request.thresholds().toString(),
                "fresh", Boolean.toString(request.fresh()),
                "device", request.device()));
        request.follows().ifPresent(run -> details.put("follows", run.toString()));
        return details;
    }
}
