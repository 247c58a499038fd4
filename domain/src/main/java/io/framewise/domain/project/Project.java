package io.framewise.domain.project;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.ontology.Ontology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One ontology and everything that is labelled with it. A project is created with the first revision of its ontology
 * and lives on through later ones; earlier revisions stay readable, because runs point at them.
 *
 * @param title 1 to 200 characters
 * @param description up to 2,000 characters, may be empty
 * @param ontology the newest revision
 */
public record Project(ProjectId id, String title, String description, Ontology ontology, Instant createdAt) {

    public Project {
        title = title.strip();
        description = description.strip();
        List<Violation> violations = new ArrayList<>();
        if (title.isEmpty() || title.length() > 200) {
            violations.add(new Violation("/title", "title-length", "A project's title has 1 to 200 characters."));
        }
        if (description.length() > 2000) {
            violations.add(
                    new Violation("/description", "description-length", "A description has at most 2,000 characters."));
        }
        Refusal.Invalid.when(violations);
    }

    /** @param next the revision after this project's */
    public Project withOntology(Ontology next) {
        if (next.revision() != ontology.revision() + 1) {
            throw new IllegalArgumentException("Revision " + ontology.revision() + " is followed by "
                    + (ontology.revision() + 1) + ", not by " + next.revision() + ".");
        }
        return new Project(id, title, description, next, createdAt);
    }
}
