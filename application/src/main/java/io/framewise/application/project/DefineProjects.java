package io.framewise.application.project;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.OntologyDraft;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates projects and revises their ontologies. */
public final class DefineProjects {

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final Journal journal;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public DefineProjects(
            UnitOfWork unitOfWork, Projects projects, Journal journal, Identifiers identifiers, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.journal = journal;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** @param ontology null for an empty one, to be revised later */
    public record Request(
            @Nullable String title,
            @Nullable String description,
            @Nullable OntologyDraft ontology) {}

    /** @throws Refusal.Invalid with every violation; those of the ontology below {@code /ontology} */
    public Project create(Actor actor, Request request) {
        Violations violations = new Violations();
        Ontology ontology = ontology(request, violations);
        violations.check(() -> project(request, ontology));
        violations.refuse();
        Project project = project(request, ontology);
        return unitOfWork.run(() -> {
            projects.add(project);
            journal.write(actor, "project.created", project.id(), project.id(), Map.of("title", project.title()));
            return project;
        });
    }

    /**
     * Makes the next revision of a project's ontology.
     *
     * @param expectedRevision the revision that was edited; null for what the draft says
     * @throws Refusal.Conflict with the code {@code ontology-revised} when somebody else has revised it since
     * @throws Refusal.Invalid as {@link Ontology#revisedTo}
     */
    public Project reviseOntology(Actor actor, ProjectId id, OntologyDraft draft, @Nullable Integer expectedRevision) {
        return unitOfWork.run(() -> {
            Project project = projects.lock(id);
            int newest = project.ontology().revision();
            Integer edited = expectedRevision == null ? draft.revision() : expectedRevision;
            if (edited != null && edited != newest) {
                throw new Refusal.Conflict(
                        "ontology-revised",
                        "The ontology is at revision " + newest + ", not " + edited
                                + ". Load it again and repeat the edit.");
            }
            Project revised = project.withOntology(project.ontology().revisedTo(draft, identifiers::featureNodeHash));
            projects.saveOntology(revised);
            journal.write(
                    actor,
                    "project.ontology-revised",
                    id,
                    id,
                    Map.of("revision", Integer.toString(revised.ontology().revision())));
            return revised;
        });
    }

    public Project find(ProjectId id) {
        return unitOfWork.run(() -> projects.get(id));
    }

    /** An earlier revision, as runs point at it. */
    public Ontology ontology(ProjectId id, int revision) {
        return unitOfWork.run(() -> projects.ontology(id, revision));
    }

    /** The newest first. */
    public Page<Project> page(PageRequest request) {
        return unitOfWork.run(() -> projects.page(request));
    }

    private Ontology ontology(Request request, Violations violations) {
        OntologyDraft empty = new OntologyDraft(List.of());
        try {
            return Ontology.drafted(
                    request.ontology() == null ? empty : request.ontology(), identifiers::featureNodeHash);
        } catch (Refusal.Invalid invalid) {
            violations.check(() -> {
                throw invalid.below("/ontology");
            });
            return Ontology.drafted(empty, identifiers::featureNodeHash);
        }
    }

    private Project project(Request request, Ontology ontology) {
        return new Project(
                new ProjectId(identifiers.uuid()),
                request.title() == null ? "" : request.title(),
                request.description() == null ? "" : request.description(),
                ontology,
                clock.instant());
    }
}
