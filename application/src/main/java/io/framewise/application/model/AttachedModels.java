package io.framewise.application.model;

import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.project.ProjectId;
import java.util.List;

/** Every model that is or was attached to a project. */
public interface AttachedModels {

    void add(AttachedModel attached);

    /** Archived ones too. @throws io.framewise.domain.Refusal.NotFound when there is none */
    AttachedModel get(AttachedModelId id);

    /** As {@link #get}; nobody else gets it this way until the transaction ends. */
    AttachedModel lock(AttachedModelId id);

    void save(AttachedModel attached);

    /** Those of a project that are not archived, in the order in which they were attached. */
    List<AttachedModel> of(ProjectId project);
}
