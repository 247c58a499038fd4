package io.framewise.domain.label;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which answers of runs are meant, of those that nobody has accepted; null stands for any.
 *
 * @param within only these frames
 * @param lowest least confidence of a frame, included; as precise as the confidences are
 * @param highest greatest confidence of a frame, included
 */
public record Proposals(
        FrameRange within,
        @Nullable FeatureNodeHash attribute,
        @Nullable UUID inferenceRun,
        @Nullable FeatureNodeHash option,
        float lowest,
        float highest) {

    /** The frames of a label that are meant. */
    FrameRanges of(Label label) {
        if (!isMeant(label) || !label.frames().overlaps(within)) {
            return FrameRanges.NONE;
        }
        return FrameRanges.where(
                label.inside(within).frames(),
                frame -> lowest <= label.confidence(frame) && label.confidence(frame) <= highest);
    }

    private static boolean isBy(UUID inferenceRun, LabelSource source) {
        return source instanceof LabelSource.Run run && inferenceRun.equals(run.inferenceRun());
    }

    private boolean isMeant(Label label) {
        return !label.heldByPerson()
                && (inferenceRun == null || isBy(inferenceRun, label.source()))
                && (attribute == null || attribute.equals(label.attribute()))
                && (option == null || label.answer().equals(new Answer.Radio(option)));
    }
}
