package io.framewise.domain.label;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.List;

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

    /** What is left of this label outside some frames. */
    List<Label> without(FrameRanges frames) {
        return FrameRanges.of(this.frames).minus(frames).ranges().stream()
                .map(this::on)
                .toList();
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
}
