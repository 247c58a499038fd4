package io.framewise.adapters.persistence.project;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

@Singleton
final class PostgresProjects implements Projects {

    /** A project and its newest ontology. */
    record Found(ProjectRow project, OntologyRevisionRow newest) {
        PageToken token() {
            return new PageToken(project.createdAt, project.id);
        }

        Project toProject() {
            return project.toProject(newest.toOntology());
        }
    }

    private static final String NEWEST_FIRST = """
            select p, o from ProjectRow p
            join OntologyRevisionRow o on o.key.projectId = p.id and o.key.revision = p.ontologyRevision
            where (p.createdAt, p.id) < (:at, :id)
            order by p.createdAt desc, p.id desc""";

    private final StatelessSession session;

    PostgresProjects(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(Project project) {
        session.insert(ProjectRow.of(project));
        session.insert(OntologyRevisionRow.of(project));
    }

    @Override
    public Project get(ProjectId id) {
        return find(id, LockMode.NONE);
    }

    @Override
    public Project lock(ProjectId id) {
        return find(id, LockMode.PESSIMISTIC_WRITE);
    }

    @Override
    public void saveOntology(Project project) {
        session.insert(OntologyRevisionRow.of(project));
        session.update(ProjectRow.of(project));
    }

    @Override
    public Ontology ontology(ProjectId id, int revision) {
        OntologyRevisionRow row =
                session.get(OntologyRevisionRow.class, new OntologyRevisionRow.Key(id.value(), revision));
        if (row == null) {
            throw new Refusal.NotFound("ontology revision", revision);
        }
        return row.toOntology();
    }

    @Override
    public Page<Project> page(PageRequest request) {
        PageToken after = PageToken.of(request);
        List<Found> rows = session.createSelectionQuery(NEWEST_FIRST, Found.class)
                .setParameter("at", after.at())
                .setParameter("id", after.id())
                .setMaxResults(request.limit() + 1)
                .getResultList();
        return PageToken.page(rows, request, Found::token, Found::toProject);
    }

    private Project find(ProjectId id, LockMode lock) {
        ProjectRow row = session.get(ProjectRow.class, id.value(), lock);
        if (row == null) {
            throw new Refusal.NotFound("project", id);
        }
        return row.toProject(ontology(id, row.ontologyRevision));
    }
}
