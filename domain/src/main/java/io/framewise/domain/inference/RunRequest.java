package io.framewise.domain.inference;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for, in full: nothing of it changes after the run was accepted (rule 7), whatever becomes of the
 * project, the attached model or the ontology.
 *
 * @param contentHash of the data unit
 * @param weights of the iteration
 * @param features of the model, in the order of the network's outputs
 * @param ontologyRevision whose tree and gates hold for this run
 * @param fresh whether every frame is inferred anew, also where an earlier run has done so
 * @param stride which frames are classified; the others hold their answers
 * @param device as requested: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:<index>}
 * @param follows the run of a cascade whose fresh answers this one goes by; empty for a run on its own
 */
public record RunRequest(
        ProjectId projectId,
        DataUnitId dataUnitId,
        ContentHash contentHash,
        FrameRange frameRange,
        AttachedModelId attachedModelId,
        ModelId modelId,
        IterationId iterationId,
        ContentHash weights,
        List<String> features,
        FeatureNodeHash attribute,
        FeaturesMapping featuresMapping,
        int ontologyRevision,
        Thresholds thresholds,
        boolean fresh,
        Stride stride,
        String device,
        Actor requester,
        Instant requestedAt,
        Optional<InferenceRunId> follows) {

    public RunRequest {
        features = List.copyOf(features);
    }

    /** The same, by the fresh answers of another run. */
    public RunRequest following(InferenceRunId run) {
        return new RunRequest(
                projectId,
                dataUnitId,
                contentHash,
                frameRange,
                attachedModelId,
                modelId,
                iterationId,
                weights,
                features,
                attribute,
                featuresMapping,
                ontologyRevision,
                thresholds,
                fresh,
                stride,
                device,
                requester,
                requestedAt,
                Optional.of(run));
    }
}
