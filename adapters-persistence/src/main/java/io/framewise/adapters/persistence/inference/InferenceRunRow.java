package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.MappingDocument;
import io.framewise.adapters.persistence.PageToken;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.Stride;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.ProjectId;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An update writes the state only: the request never changes. */
@Entity
@Table(name = "inference_run")
class InferenceRunRow {

    @Id
    UUID id;

    @Column(updatable = false)
    UUID projectId;

    @Column(updatable = false)
    UUID dataUnitId;

    @Column(updatable = false)
    String contentHash;

    @Column(updatable = false)
    int firstFrame;

    @Column(updatable = false)
    int lastFrame;

    @Column(updatable = false)
    UUID attachedModelId;

    @Column(updatable = false)
    UUID modelId;

    @Column(updatable = false)
    UUID iterationId;

    @Column(updatable = false)
    String weights;

    @Column(updatable = false)
    String attribute;

    @Column(updatable = false)
    int ontologyRevision;

    @Column(updatable = false)
    double confidence;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(updatable = false)
    OptionThresholds confidencePerFeature;

    @Column(updatable = false)
    int smoothing;

    @Column(updatable = false)
    boolean fresh;

    @Column(updatable = false)
    int stride;

    @Column(updatable = false)
    String device;

    @Column(updatable = false)
    String requester;

    @Column(updatable = false)
    Instant requestedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(updatable = false)
    RunMapping mapping;

    @Column(updatable = false)
    @Nullable
    String idempotencyKey;

    @Column(updatable = false)
    @Nullable
    UUID follows;

    @Embedded
    RunStateColumns state;

    /** What the model's features were, and what they stood for. */
    record RunMapping(int format, List<String> modelFeatures, MappingDocument mapping) {
        static final int FORMAT = 1;
    }

    static InferenceRunRow of(InferenceRun run) {
        RunRequest request = run.request();
        InferenceRunRow row = new InferenceRunRow();
        row.id = run.id().value();
        row.projectId = request.projectId().value();
        row.dataUnitId = request.dataUnitId().value();
        row.contentHash = request.contentHash().sha256();
        row.firstFrame = request.frameRange().first();
        row.lastFrame = request.frameRange().last();
        row.attachedModelId = request.attachedModelId().value();
        row.modelId = request.modelId().value();
        row.iterationId = request.iterationId().value();
        row.weights = request.weights().sha256();
        row.attribute = request.attribute().value();
        row.ontologyRevision = request.ontologyRevision();
        row.confidence = request.thresholds().confidence().value();
        row.confidencePerFeature = OptionThresholds.of(request.thresholds());
        row.smoothing = request.thresholds().smoothing();
        row.fresh = request.fresh();
        row.stride = request.stride().frames();
        row.device = request.device();
        row.requester = request.requester().name();
        row.requestedAt = request.requestedAt();
        row.mapping =
                new RunMapping(RunMapping.FORMAT, request.features(), MappingDocument.of(request.featuresMapping()));
        row.follows = request.follows().map(InferenceRunId::value).orElse(null);
        row.state = RunStateColumns.of(run.state());
        return row;
    }

    InferenceRun toRun() {
        RunRequest request = new RunRequest(
                new ProjectId(projectId),
                new DataUnitId(dataUnitId),
                new ContentHash(contentHash),
                new FrameRange(firstFrame, lastFrame),
                new AttachedModelId(attachedModelId),
                new ModelId(modelId),
                new IterationId(iterationId),
                new ContentHash(weights),
                mapping.modelFeatures(),
                new FeatureNodeHash(attribute),
                mapping.mapping().toMapping(),
                ontologyRevision,
                confidencePerFeature.beside(confidence, smoothing),
                fresh,
                new Stride(stride),
                device,
                new Actor(requester),
                requestedAt,
                Optional.ofNullable(follows).map(InferenceRunId::new));
        return new InferenceRun(new InferenceRunId(id), request, state.toState());
    }

    PageToken token() {
        return new PageToken(requestedAt, id);
    }
}
