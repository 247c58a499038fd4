package io.framewise.application.inference;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.Cascade;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests runs of several attached models of one branch: each nested one goes by the fresh answers above it. */
public final class RunCascade {

    private static final Set<String> OF_A_MODEL =
            Set.of("attachedModelId", "iterationId", "confidence", "confidencePerFeature", "smoothing");

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final InferenceBatches batches;
    private final RunInference runInference;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public RunCascade(
            UnitOfWork unitOfWork,
            Projects projects,
            InferenceBatches batches,
            RunInference runInference,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.batches = batches;
        this.runInference = runInference;
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * What to run.
     *
     * @param models in any order; they run in the order of the ontology's tree
     * @param frameRange null for the whole data unit
     * @param fresh whether to infer anew what an earlier run has found on the same frames; null for no
     * @param stride classifies every Nth frame only, the others hold its answer; null for every frame
     * @param device null for {@code auto}
     */
    public record Request(
            @Nullable List<@Nullable ModelChoice> models,
            @Nullable DataUnitId dataUnitId,
            @Nullable FrameRange frameRange,
            @Nullable Boolean fresh,
            @Nullable Integer stride,
            @Nullable String device) {}

    /**
     * One of the models.
     *
     * @param iterationId null for the latest that the attached model's policy allows
     * @param confidence threshold of the labels
     * @param confidencePerFeature option to a threshold of its own; null for none
     * @param smoothing frames that an answer must at least have between two stretches of another one, so that it stays; null
     *     for no smoothing. What follows waits for the end of the run then
     */
    public record ModelChoice(
            @Nullable AttachedModelId attachedModelId,
            @Nullable IterationId iterationId,
            @Nullable Confidence confidence,
            @Nullable Map<FeatureNodeHash, Confidence> confidencePerFeature,
            @Nullable Integer smoothing) {}

    /**
     * Records a run for each model and queues them, all or none.
     *
     * @return the runs as a batch, in the order of the tree
     * @throws Refusal.Invalid with every violation: as {@link RunInference#request}, and when the models are not of one branch
     * @throws Refusal.Conflict as {@link RunInference#request}
     */
    public InferenceBatch request(Actor actor, ProjectId projectId, Request request) {
        return unitOfWork.run(() -> {
            Project project = projects.lock(projectId);
            List<RunRequest> accepted = accepted(actor, project, request);
            Cascade cascade = Cascade.of(
                    project.ontology(),
                    accepted.stream().map(RunRequest::attribute).toList());
            List<InferenceRun> runs = runInference.record(
                    cascade,
                    cascade.steps().stream()
                            .map(step -> accepted.get(step.place()))
                            .toList());
            InferenceBatch batch = new InferenceBatch(
                    new InferenceBatchId(identifiers.uuid()), projectId, runs.size(), actor, clock.instant());
            batches.add(batch, runs.stream().map(InferenceRun::id).toList());
            journal.write(
                    actor,
                    "inference-batch.requested",
                    batch.id(),
                    projectId,
                    Map.of("runs", Integer.toString(runs.size()), "cascade", "true"));
            return batch;
        });
    }

    private List<RunRequest> accepted(Actor actor, Project project, Request request) {
        List<@Nullable ModelChoice> models = Objects.requireNonNullElse(request.models(), List.of());
        List<RunRequest> accepted = new ArrayList<>();
        Set<Violation> violations = new LinkedHashSet<>();
        for (int place = 0; place < models.size(); place++) {
            try {
                accepted.add(runInference.accepted(actor, project, single(request, models.get(place))));
            } catch (Refusal.Invalid wrong) {
                for (Violation violation : wrong.violations()) {
                    violations.add(located(violation, place));
                }
            }
        }
        Refusal.Invalid.when(List.copyOf(violations));
        return accepted;
    }

    private static RunInference.Request single(Request request, @Nullable ModelChoice model) {
        ModelChoice chosen = model == null ? new ModelChoice(null, null, null, null, null) : model;
        return new RunInference.Request(
                chosen.attachedModelId(),
                chosen.iterationId(),
                request.dataUnitId(),
                request.frameRange(),
                chosen.confidence(),
                chosen.confidencePerFeature(),
                chosen.smoothing(),
                request.fresh(),
                request.stride(),
                request.device());
    }

    private static Violation located(Violation violation, int place) {
        String[] segments = violation.path().split("/", 3);
        return segments.length > 1 && OF_A_MODEL.contains(segments[1])
                ? new Violation("/models/" + place + violation.path(), violation.code(), violation.message())
                : violation;
    }
}
