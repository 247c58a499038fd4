package io.framewise.domain.label;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A change of a data unit's labels as it is kept: on the frames only on which something changed.
 *
 * @param number from 1, without a gap
 * @param removed what was on the frames before
 * @param added what was on them afterwards
 */
public record RecordedChange(int number, ChangeCause cause, List<Label> removed, List<Label> added) {

    public RecordedChange {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
        if (removed.isEmpty() && added.isEmpty()) {
            throw new IllegalArgumentException("Change " + number + " changes nothing.");
        }
    }

    /** The frames that it changed, by attribute. */
    public Map<FeatureNodeHash, FrameRanges> frames() {
        Map<FeatureNodeHash, FrameRanges> frames = new LinkedHashMap<>();
        Label.byAttribute(all().toList())
                .forEach((attribute, labels) -> frames.put(
                        attribute,
                        FrameRanges.ofAll(labels.stream().map(Label::frames).toList())));
        return frames;
    }

    /** From the first to the last frame that it changed. */
    public FrameRange extent() {
        return new FrameRange(
                all().mapToInt(label -> label.frames().first()).min().orElseThrow(),
                all().mapToInt(label -> label.frames().last()).max().orElseThrow());
    }

    private Stream<Label> all() {
        return Stream.concat(removed.stream(), added.stream());
    }
}
