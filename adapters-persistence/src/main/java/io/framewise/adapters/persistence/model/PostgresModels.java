package io.framewise.adapters.persistence.model;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.model.Models;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

@Singleton
final class PostgresModels implements Models {

    private static final String NEWEST_FIRST = """
            from ModelRow
            where (createdAt, id) < (:at, :id)
            order by createdAt desc, id desc""";

    private final StatelessSession session;

    PostgresModels(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(Model model) {
        session.insert(ModelRow.of(model));
        model.iterations().forEach(this::addIteration);
    }

    @Override
    public Model get(ModelId id) {
        return find(id, LockMode.NONE);
    }

    @Override
    public Model lock(ModelId id) {
        return find(id, LockMode.PESSIMISTIC_WRITE);
    }

    @Override
    public void addIteration(Iteration iteration) {
        session.insert(IterationRow.of(iteration));
    }

    @Override
    public Page<Model> page(PageRequest request) {
        PageToken after = PageToken.of(request);
        List<ModelRow> rows = session.createSelectionQuery(NEWEST_FIRST, ModelRow.class)
                .setParameter("at", after.at())
                .setParameter("id", after.id())
                .setMaxResults(request.limit() + 1)
                .getResultList();
        Map<UUID, List<Iteration>> iterations =
                iterations(rows.stream().map(row -> row.id).toList());
        return PageToken.page(
                rows, request, ModelRow::token, row -> row.toModel(iterations.getOrDefault(row.id, List.of())));
    }

    private Model find(ModelId id, LockMode lock) {
        ModelRow row = session.get(ModelRow.class, id.value(), lock);
        if (row == null) {
            throw new Refusal.NotFound("model", id);
        }
        return row.toModel(iterations(List.of(id.value())).getOrDefault(id.value(), List.of()));
    }

    private Map<UUID, List<Iteration>> iterations(Collection<UUID> models) {
        return session.createSelectionQuery("from IterationRow where modelId in :models", IterationRow.class)
                .setParameter("models", models)
                .getResultStream()
                .collect(groupingBy(row -> row.modelId, mapping(IterationRow::toIteration, toList())));
    }
}
