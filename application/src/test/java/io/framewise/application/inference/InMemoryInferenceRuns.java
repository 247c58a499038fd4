package io.framewise.application.inference;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.NewestFirst;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.Table;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.project.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

public final class InMemoryInferenceRuns implements InferenceRuns {

    private record Key(ProjectId project, String idempotencyKey) {}

    private final Table<InferenceRunId, InferenceRun> runs;
    private final Table<Key, InferenceRunId> keys;

    public InMemoryInferenceRuns(InMemoryUnitOfWork unitOfWork) {
        runs = unitOfWork.table();
        keys = unitOfWork.table();
    }

    @Override
    public void add(InferenceRun run, @Nullable String idempotencyKey) {
        runs.add(run.id(), run);
        if (idempotencyKey != null) {
            keys.add(new Key(run.request().projectId(), idempotencyKey), run.id());
        }
    }

    @Override
    public Optional<InferenceRun> withIdempotencyKey(ProjectId project, String key) {
        return keys.find(new Key(project, key)).map(this::get);
    }

    @Override
    public InferenceRun get(InferenceRunId id) {
        return runs.find(id).orElseThrow(() -> missing(id));
    }

    @Override
    public InferenceRun lock(InferenceRunId id) {
        return get(id);
    }

    @Override
    public List<InferenceRunId> followers(InferenceRunId run) {
        return runs.all().stream()
                .filter(each -> each.request().follows().equals(Optional.of(run)))
                .map(InferenceRun::id)
                .toList();
    }

    @Override
    public void save(InferenceRun run) {
        runs.replace(run.id(), new InferenceRun(run.id(), get(run.id()).request(), run.state()));
    }

    @Override
    public OptionalDouble framesPerSecond(IterationId iteration) {
        double frames = 0;
        double seconds = 0;
        for (InferenceRun run : runs.all()) {
            if (run.request().iterationId().equals(iteration) && run.state() instanceof RunState.Succeeded ended) {
                OutcomeCounts counts = ended.outcome().counts();
                frames += counts.labelled() + counts.belowThreshold() + counts.unmapped();
                seconds += Duration.between(ended.startedAt().orElseThrow(), ended.finishedAt())
                                .toNanos()
                        / 1e9;
            }
        }
        return frames == 0 || seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(frames / seconds);
    }

    @Override
    public Page<InferenceRun> page(Filter filter, PageRequest request) {
        return new NewestFirst<InferenceRun>(
                        run -> run.request().requestedAt(), run -> run.id().value())
                .page(runs.all().stream().filter(run -> matches(filter, run)).toList(), request);
    }

    private static boolean matches(Filter filter, InferenceRun run) {
        RunRequest request = run.request();
        return is(filter.project(), request.projectId())
                && is(filter.dataUnit(), request.dataUnitId())
                && is(filter.model(), request.modelId())
                && is(filter.attachedModel(), request.attachedModelId())
                && is(filter.state(), run.state().name())
                && is(filter.requester(), request.requester().name())
                && (filter.from() == null || !request.requestedAt().isBefore(filter.from()))
                && (filter.to() == null || request.requestedAt().isBefore(filter.to()));
    }

    private static boolean is(@Nullable Object wanted, Object actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static Refusal.NotFound missing(InferenceRunId id) {
        return new Refusal.NotFound("inference run", id);
    }
}
