package io.framewise.adapters.persistence.project;

import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "project")
class ProjectRow {

    @Id
    UUID id;

    String title;
    String description;
    int ontologyRevision;
    Instant createdAt;

    static ProjectRow of(Project project) {
        ProjectRow row = new ProjectRow();
        row.id = project.id().value();
        row.title = project.title();
        row.description = project.description();
        row.ontologyRevision = project.ontology().revision();
        row.createdAt = project.createdAt();
        return row;
    }

    Project toProject(Ontology newest) {
        return new Project(new ProjectId(id), title, description, newest, createdAt);
    }
}
