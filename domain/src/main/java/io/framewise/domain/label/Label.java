package io.framewise.domain.label;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one attribute on frames next to each other.
 *
 * @param confidences one a frame for a model's label, {@link Confidences#NONE} for a person's
 */
public record Label(
        FeatureNodeHash attribute, FrameRange frames, Answer answer, LabelSource source, Confidences confidences) {

    public Label {
        int expected = source instanceof LabelSource.Person ? 0 : frames.count();
        if (confidences.count() != expected) {
            throw new IllegalArgumentException(
                    frames + " by " + source + " has " + expected + " confidences, not " + confidences.count() + ".");
        }
    }

    public boolean byPerson() {
        return source instanceof LabelSource.Person;
    }

    /** Whether a person has given or accepted the answer: no model overwrites it (rule 4). */
    public boolean heldByPerson() {
        return byPerson() || acceptance() != null;
    }

    /** What people have made of a run's answer; null for a person's own. */
    public @Nullable Review review() {
        if (byPerson()) {
            return null;
        }
        return acceptance() == null ? Review.PROPOSED : Review.ACCEPTED;
    }

    /** Who has accepted a run's answer; null when nobody has, and for a person's own. */
    public @Nullable Acceptance acceptance() {
        if (source instanceof LabelSource.Run run) {
            return run.acceptance();
        }
        return source instanceof LabelSource.Imported imported ? imported.acceptance() : null;
    }

    /** This label with a person behind it; as it is when there is one already. */
    Label accepted(Acceptance acceptance) {
        if (heldByPerson()) {
            return this;
        }
        LabelSource accepted = source instanceof LabelSource.Imported imported
                ? new LabelSource.Imported(imported.origin(), acceptance)
                : new LabelSource.Run(((LabelSource.Run) source).inferenceRun(), acceptance);
        return new Label(attribute, frames, answer, accepted, confidences);
    }

    /** Its frames that were not classified themselves: they hold the answer of the sampled frame before them. */
    public FrameRanges held() {
        return confidences.anyHeld()
                ? FrameRanges.where(frames, frame -> confidences.held(frame - frames.first()))
                : FrameRanges.NONE;
    }

    /** Its frames on which the model said something else for a moment: they have the answer of the frames around them. */
    public FrameRanges smoothed() {
        return confidences.anySmoothed()
                ? FrameRanges.where(frames, frame -> confidences.smoothed(frame - frames.first()))
                : FrameRanges.NONE;
    }

    /** The confidence of one of its frames, 0 for a person's label. */
    float confidence(int frame) {
        return confidences.count() == 0 ? 0 : confidences.at(frame - frames.first());
    }

    private boolean held(int frame) {
        return confidences.held(frame - frames.first());
    }

    private boolean smoothed(int frame) {
        return confidences.smoothed(frame - frames.first());
    }

    /** This label on some of its frames. */
    public Label on(FrameRange part) {
        if (!frames.contains(part)) {
            throw new IllegalArgumentException(part + " is not inside " + frames + ".");
        }
        return part.equals(frames)
                ? this
                : new Label(
                        attribute,
                        part,
                        answer,
                        source,
                        confidences.slice(part.first() - frames.first(), part.last() - frames.first() + 1));
    }

    /** The part of this label that is inside a range which it overlaps. */
    public Label inside(FrameRange range) {
        return on(new FrameRange(Math.max(frames.first(), range.first()), Math.min(frames.last(), range.last())));
    }

    /** The frames on which another label of the attribute says the same, from the same source, as surely. */
    FrameRanges same(Label other) {
        if (!frames.overlaps(other.frames) || !answer.equals(other.answer) || !source.equals(other.source)) {
            return FrameRanges.NONE;
        }
        return FrameRanges.where(
                inside(other.frames).frames(),
                frame -> confidence(frame) == other.confidence(frame)
                        && held(frame) == other.held(frame)
                        && smoothed(frame) == other.smoothed(frame));
    }

    /** Whether another label goes on right where this one ends, with the same answer from the same source. */
    boolean continuesWith(Label next) {
        return frames.last() + 1 == next.frames.first()
                && attribute.equals(next.attribute)
                && answer.equals(next.answer)
                && source.equals(next.source);
    }

    /** One label for labels that continue each other. */
    static Label joined(List<Label> run) {
        Label first = run.get(0);
        FrameRange frames = new FrameRange(
                first.frames.first(), run.get(run.size() - 1).frames.last());
        Confidences all =
                Confidences.joined(run.stream().map(Label::confidences).toList());
        return run.size() == 1 ? first : new Label(first.attribute, frames, first.answer, first.source, all);
    }

    /** Labels in the order in which they come, attribute by attribute. */
    static Map<FeatureNodeHash, List<Label>> byAttribute(Collection<Label> labels) {
        Map<FeatureNodeHash, List<Label>> byAttribute = new TreeMap<>();
        labels.forEach(label -> byAttribute
                .computeIfAbsent(label.attribute(), any -> new ArrayList<>())
                .add(label));
        return byAttribute;
    }
}
