package io.framewise.application.model;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;

/** Every model, with its iterations. */
public interface Models {

    void add(Model model);

    /** @throws io.framewise.domain.Refusal.NotFound when there is none */
    Model get(ModelId id);

    /** As {@link #get}; nobody else gets it this way until the transaction ends. */
    Model lock(ModelId id);

    void addIteration(Iteration iteration);

    /** The newest first. */
    Page<Model> page(PageRequest request);
}
