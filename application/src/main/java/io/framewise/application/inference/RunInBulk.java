package io.framewise.application.inference;

import io.framewise.application.Identifiers;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.media.DataUnits;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests runs over many data units at once. Single runs pass them. */
public final class RunInBulk {

    private static final int MOST_RUNS = 10_000;

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final InferenceBatches batches;
    private final RunInference runInference;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public RunInBulk(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            InferenceBatches batches,
            RunInference runInference,
            Journal journal,
            Identifiers identifiers,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.batches = batches;
        this.runInference = runInference;
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * What to run, on each data unit as a whole.
     *
     * @param iterationId null for the latest that the attached model's policy allows
     * @param dataUnits null for all of the project
     * @param titleContains only data units with this in their title, whatever the case; null for any
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
            @Nullable List<DataUnitId> dataUnits,
            @Nullable String titleContains,
            @Nullable Confidence confidence,
            @Nullable Map<FeatureNodeHash, Confidence> confidencePerFeature,
            @Nullable Integer smoothing,
            @Nullable Boolean fresh,
            @Nullable Integer stride,
            @Nullable String device) {}

    /**
     * Records a run for each data unit and queues them, all or none.
     *
     * @throws Refusal.Invalid as {@link RunInference#request}, and when no data unit is chosen or too many are
     * @throws Refusal.Conflict as {@link RunInference#request}
     */
    public InferenceBatch request(Actor actor, ProjectId projectId, Request request) {
        return unitOfWork.run(() -> {
            Project project = projects.lock(projectId);
            List<DataUnitId> units = chosen(projectId, request);
            List<InferenceRunId> ids = new ArrayList<>();
            for (int i = 0; i < units.size(); i++) {
                ids.add(recorded(actor, project, request, units.get(i), i));
            }
            InferenceBatch batch = new InferenceBatch(
                    new InferenceBatchId(identifiers.uuid()), projectId, ids.size(), actor, clock.instant());
            batches.add(batch, ids);
            journal.write(
                    actor,
                    "inference-batch.requested",
                    batch.id(),
                    projectId,
                    Map.of("runs", Integer.toString(ids.size())));
            return batch;
        });
    }

    private InferenceRunId recorded(Actor actor, Project project, Request request, DataUnitId unit, int place) {
        RunInference.Request single = new RunInference.Request(
                request.attachedModelId(),
                request.iterationId(),
                unit,
                null,
                request.confidence(),
                request.confidencePerFeature(),
                request.smoothing(),
                request.fresh(),
                request.stride(),
                request.device());
        try {
            return runInference
                    .record(actor, project, single, null, RunQueue.Priority.BULK)
                    .id();
        } catch (Refusal.Invalid wrong) {
            throw new Refusal.Invalid(wrong.violations().stream()
                    .map(violation -> violation.path().equals("/dataUnitId")
                            ? new Violation("/dataUnits/" + place, violation.code(), violation.message())
                            : violation)
                    .toList());
        }
    }

    private List<DataUnitId> chosen(ProjectId project, Request request) {
        List<DataUnitId> named = request.dataUnits();
        List<DataUnitId> units = named == null
                ? all(project, request.titleContains())
                : named.stream().distinct().toList();
        if (units.isEmpty() || units.size() > MOST_RUNS) {
            throw new Refusal.Invalid(
                    "/dataUnits",
                    "number-of-data-units",
                    "A batch has 1 to " + MOST_RUNS + " data units; these are " + units.size() + ".");
        }
        return units;
    }

    private List<DataUnitId> all(ProjectId project, @Nullable String titleContains) {
        String part = titleContains == null ? "" : titleContains.toLowerCase(Locale.ROOT);
        List<DataUnitId> units = new ArrayList<>();
        String token = null;
        do {
            var page = dataUnits.page(project, new PageRequest(PageRequest.MAX_LIMIT, token));
            page.items().stream()
                    .filter(unit -> unit.title().toLowerCase(Locale.ROOT).contains(part))
                    .map(DataUnit::id)
                    .forEach(units::add);
            token = page.nextPageToken();
        } while (token != null);
        return units;
    }
}
