package io.framewise.application.project;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.NewestFirst;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.Table;
import io.framewise.domain.Refusal;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;

public final class InMemoryProjects implements Projects {

    private record Revision(ProjectId project, int number) {}

    private final Table<ProjectId, Project> projects;
    private final Table<Revision, Ontology> revisions;

    public InMemoryProjects(InMemoryUnitOfWork unitOfWork) {
        projects = unitOfWork.table();
        revisions = unitOfWork.table();
    }

    @Override
    public void add(Project project) {
        projects.add(project.id(), project);
        addRevision(project);
    }

    @Override
    public Project get(ProjectId id) {
        return projects.find(id).orElseThrow(() -> new Refusal.NotFound("project", id));
    }

    @Override
    public Project lock(ProjectId id) {
        return get(id);
    }

    @Override
    public void saveOntology(Project project) {
        projects.replace(project.id(), project);
        addRevision(project);
    }

    @Override
    public Ontology ontology(ProjectId id, int revision) {
        return revisions
                .find(new Revision(id, revision))
                .orElseThrow(() -> new Refusal.NotFound("ontology revision", revision));
    }

    @Override
    public Page<Project> page(PageRequest request) {
        return new NewestFirst<>(
                        Project::createdAt, (Project project) -> project.id().value())
                .page(projects.all(), request);
    }

    private void addRevision(Project project) {
        revisions.add(new Revision(project.id(), project.ontology().revision()), project.ontology());
    }
}
