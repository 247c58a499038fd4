package io.framewise.application.model;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.NewestFirst;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.Table;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;

public final class InMemoryModels implements Models {

    private final Table<ModelId, Model> models;

    public InMemoryModels(InMemoryUnitOfWork unitOfWork) {
        models = unitOfWork.table();
    }

    @Override
    public void add(Model model) {
        models.add(model.id(), model);
    }

    @Override
    public Model get(ModelId id) {
        return models.find(id).orElseThrow(() -> new Refusal.NotFound("model", id));
    }

    @Override
    public Model lock(ModelId id) {
        return get(id);
    }

    @Override
    public void addIteration(Iteration iteration) {
        models.replace(iteration.modelId(), get(iteration.modelId()).withIteration(iteration));
    }

    @Override
    public Page<Model> page(PageRequest request) {
        return new NewestFirst<>(Model::createdAt, (Model model) -> model.id().value()).page(models.all(), request);
    }
}
