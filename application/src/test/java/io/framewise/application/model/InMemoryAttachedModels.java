package io.framewise.application.model;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.project.ProjectId;
import java.util.Comparator;
import java.util.List;

public final class InMemoryAttachedModels implements AttachedModels {

    private final Table<AttachedModelId, AttachedModel> attachedModels;

    public InMemoryAttachedModels(InMemoryUnitOfWork unitOfWork) {
        attachedModels = unitOfWork.table();
    }

    @Override
    public void add(AttachedModel attached) {
        attachedModels.add(attached.id(), attached);
    }

    @Override
    public AttachedModel get(AttachedModelId id) {
        return attachedModels.find(id).orElseThrow(() -> new Refusal.NotFound("attached model", id));
    }

    @Override
    public AttachedModel lock(AttachedModelId id) {
        return get(id);
    }

    @Override
    public void save(AttachedModel attached) {
        attachedModels.replace(attached.id(), attached);
    }

    @Override
    public List<AttachedModel> of(ProjectId project) {
        return attachedModels.all().stream()
                .filter(attached -> attached.projectId().equals(project) && !attached.archived())
                .sorted(Comparator.comparing(AttachedModel::attachedAt))
                .toList();
    }
}
