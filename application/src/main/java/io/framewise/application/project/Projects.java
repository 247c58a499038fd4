package io.framewise.application.project;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;

/** Every project, with every revision of its ontology. */
public interface Projects {

    void add(Project project);

    /** @throws io.framewise.domain.Refusal.NotFound when there is none */
    Project get(ProjectId id);

    /** As {@link #get}; nobody else gets it this way until the transaction ends. */
    Project lock(ProjectId id);

    /** Adds the newest ontology revision of a locked project; earlier ones stay. */
    void saveOntology(Project project);

    /** @throws io.framewise.domain.Refusal.NotFound when the project has no such revision */
    Ontology ontology(ProjectId id, int revision);

    /** The newest first. */
    Page<Project> page(PageRequest request);
}
