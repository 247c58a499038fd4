package io.framewise.application.transfer;

import io.framewise.application.transfer.ImportLabels.DataUnitImport;
import io.framewise.domain.label.Label;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.transfer.PlacedLabel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A data unit and the labels that it is to get.
 *
 * @param labels by attribute, in frame order
 */
record FilledDataUnit(DataUnit dataUnit, Map<FeatureNodeHash, List<PlacedLabel>> labels) {

    /** Frames of a stored label with confidences at most, so that reading a few frames does not read a long row. */
    private static final int MOST_FRAMES = 512;

    Stream<Label> all() {
        return labels.values().stream().flatMap(List::stream).map(PlacedLabel::label);
    }

    List<Label> toStore() {
        return all().flatMap(FilledDataUnit::pieces).toList();
    }

    DataUnitImport counted() {
        int byPersons = (int) all().filter(Label::byPerson).count();
        return new DataUnitImport(dataUnit.id(), dataUnit.title(), byPersons, (int) all().count() - byPersons);
    }

    private static Stream<Label> pieces(Label label) {
        FrameRange frames = label.frames();
        if (label.byPerson() || frames.count() <= MOST_FRAMES) {
            return Stream.of(label);
        }
        return IntStream.iterate(frames.first(), first -> first <= frames.last(), first -> first + MOST_FRAMES)
                .mapToObj(first -> label.on(new FrameRange(first, Math.min(frames.last(), first + MOST_FRAMES - 1))));
    }
}
