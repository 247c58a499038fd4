package io.framewise.adapters.persistence.model;

import io.framewise.application.model.AttachedModels;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.project.ProjectId;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

@Singleton
final class PostgresAttachedModels implements AttachedModels {

    private static final String OF_PROJECT =
            "from AttachedModelRow where projectId = :project and not archived order by attachedAt, id";

    private final StatelessSession session;

    PostgresAttachedModels(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(AttachedModel attached) {
        session.insert(AttachedModelRow.of(attached));
    }

    @Override
    public AttachedModel get(AttachedModelId id) {
        return find(id, LockMode.NONE);
    }

    @Override
    public AttachedModel lock(AttachedModelId id) {
        return find(id, LockMode.PESSIMISTIC_WRITE);
    }

    @Override
    public void save(AttachedModel attached) {
        session.update(AttachedModelRow.of(attached));
    }

    @Override
    public List<AttachedModel> of(ProjectId project) {
        return session.createSelectionQuery(OF_PROJECT, AttachedModelRow.class)
                .setParameter("project", project.value())
                .getResultStream()
                .map(AttachedModelRow::toAttachedModel)
                .toList();
    }

    private AttachedModel find(AttachedModelId id, LockMode lock) {
        AttachedModelRow row = session.get(AttachedModelRow.class, id.value(), lock);
        if (row == null) {
            throw new Refusal.NotFound("attached model", id);
        }
        return row.toAttachedModel();
    }
}
