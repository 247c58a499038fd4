package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.Conditions;
import io.framewise.adapters.persistence.PageToken;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.inference.InferenceRuns;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.project.ProjectId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

@Singleton
final class PostgresInferenceRuns implements InferenceRuns {

    private static final String WITH_KEY = "from InferenceRunRow where projectId = :project and idempotencyKey = :key";
    private static final String NEWEST_FIRST =
            "from InferenceRunRow where (requestedAt, id) < (:at, :id)%s order by requestedAt desc, id desc";

    private static final String SPEED = """
            SELECT (sum(frames) / nullif(sum(seconds), 0))::double precision FROM (
                SELECT labelled + below_threshold + unmapped - reused - held AS frames,
                    extract(epoch FROM finished_at - started_at) AS seconds
                FROM inference_run
                WHERE iteration_id = :iteration AND state = 'succeeded' AND device_used IS NOT NULL
                    AND labelled + below_threshold + unmapped > reused + held
                ORDER BY requested_at DESC LIMIT 5) AS last
            """;

    private static final String FOLLOWERS =
            "select id from InferenceRunRow where follows = :run order by requestedAt, id";

    private final StatelessSession session;

    PostgresInferenceRuns(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(InferenceRun run, @Nullable String idempotencyKey) {
        InferenceRunRow row = InferenceRunRow.of(run);
        row.idempotencyKey = idempotencyKey;
        session.insert(row);
    }

    @Override
    public Optional<InferenceRun> withIdempotencyKey(ProjectId project, String key) {
        return session.createSelectionQuery(WITH_KEY, InferenceRunRow.class)
                .setParameter("project", project.value())
                .setParameter("key", key)
                .uniqueResultOptional()
                .map(InferenceRunRow::toRun);
    }

    @Override
    public InferenceRun get(InferenceRunId id) {
        return find(id, LockMode.NONE).toRun();
    }

    @Override
    public InferenceRun lock(InferenceRunId id) {
        return find(id, LockMode.PESSIMISTIC_WRITE).toRun();
    }

    @Override
    public List<InferenceRunId> followers(InferenceRunId run) {
        return session
                .createSelectionQuery(FOLLOWERS, UUID.class)
                .setParameter("run", run.value())
                .getResultList()
                .stream()
                .map(InferenceRunId::new)
                .toList();
    }

    @Override
    public void save(InferenceRun run) {
        session.update(InferenceRunRow.of(run));
    }

    @Override
    public OptionalDouble framesPerSecond(IterationId iteration) {
        Double speed = session.createNativeQuery(SPEED, Double.class)
                .setParameter("iteration", iteration.value())
                .getSingleResult();
        return speed == null ? OptionalDouble.empty() : OptionalDouble.of(speed);
    }

    @Override
    public Page<InferenceRun> page(Filter filter, PageRequest request) {
        PageToken after = PageToken.of(request).before(filter.to());
        Conditions conditions = new Conditions()
                .and("projectId =", "project", value(filter.project(), ProjectId::value))
                .and("dataUnitId =", "dataUnit", value(filter.dataUnit(), DataUnitId::value))
                .and("modelId =", "model", value(filter.model(), ModelId::value))
                .and("attachedModelId =", "attachedModel", value(filter.attachedModel(), AttachedModelId::value))
                .and("state.name =", "state", filter.state())
                .and("requester =", "requester", filter.requester())
                .and("requestedAt >=", "from", filter.from());
        SelectionQuery<InferenceRunRow> query =
                session.createSelectionQuery(NEWEST_FIRST.formatted(conditions.hql()), InferenceRunRow.class);
        conditions.bind(query);
        List<InferenceRunRow> rows = query.setParameter("at", after.at())
                .setParameter("id", after.id())
                .setMaxResults(request.limit() + 1)
                .getResultList();
        return PageToken.page(rows, request, InferenceRunRow::token, InferenceRunRow::toRun);
    }

    private static <I> @Nullable UUID value(@Nullable I id, Function<I, UUID> value) {
        return id == null ? null : value.apply(id);
    }

    private InferenceRunRow find(InferenceRunId id, LockMode lock) {
        InferenceRunRow row = session.get(InferenceRunRow.class, id.value(), lock);
        if (row == null) {
            throw new Refusal.NotFound("inference run", id);
        }
        return row;
    }
}
