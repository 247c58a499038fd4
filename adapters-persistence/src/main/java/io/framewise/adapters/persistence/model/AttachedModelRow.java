package io.framewise.adapters.persistence.model;

import io.framewise.adapters.persistence.MappingDocument;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.ProjectId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "attached_model")
class AttachedModelRow {

    record Mapping(int format, MappingDocument mapping) {
        static final int FORMAT = 1;
    }

    record Policy(int format, IterationPolicy policy) {
        static final int FORMAT = 1;
    }

    @Id
    UUID id;

    UUID projectId;
    UUID modelId;
    String attribute;

    @JdbcTypeCode(SqlTypes.JSON)
    Mapping featuresMapping;

    @JdbcTypeCode(SqlTypes.JSON)
    Policy iterationPolicy;

    boolean enabled;
    boolean archived;
    int version;
    Instant attachedAt;

    static AttachedModelRow of(AttachedModel attached) {
        AttachedModelRow row = new AttachedModelRow();
        row.id = attached.id().value();
        row.projectId = attached.projectId().value();
        row.modelId = attached.modelId().value();
        row.attribute = attached.attribute().value();
        row.featuresMapping = new Mapping(Mapping.FORMAT, MappingDocument.of(attached.featuresMapping()));
        row.iterationPolicy = new Policy(Policy.FORMAT, attached.iterationPolicy());
        row.enabled = attached.enabled();
        row.archived = attached.archived();
        row.version = attached.version();
        row.attachedAt = attached.attachedAt();
        return row;
    }

    AttachedModel toAttachedModel() {
        return new AttachedModel(
                new AttachedModelId(id),
                new ProjectId(projectId),
                new ModelId(modelId),
                new FeatureNodeHash(attribute),
                featuresMapping.mapping().toMapping(),
                iterationPolicy.policy(),
                enabled,
                archived,
                version,
                attachedAt);
    }
}
