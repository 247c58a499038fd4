package io.framewise.adapters.persistence.project;

import io.framewise.domain.ontology.Classification;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.Project;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "ontology_revision")
class OntologyRevisionRow {

    @Embeddable
    record Key(UUID projectId, int revision) {}

    record Document(int format, List<Classification> classifications) {
        static final int FORMAT = 1;
    }

    @EmbeddedId
    Key key;

    @JdbcTypeCode(SqlTypes.JSON)
    Document document;

    static OntologyRevisionRow of(Project project) {
        Ontology ontology = project.ontology();
        OntologyRevisionRow row = new OntologyRevisionRow();
        row.key = new Key(project.id().value(), ontology.revision());
        row.document = new Document(Document.FORMAT, ontology.classifications());
        return row;
    }

    Ontology toOntology() {
        return new Ontology(key.revision(), document.classifications());
    }
}
