package io.framewise.application.transfer;

import io.framewise.domain.label.Label;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameIndex;
import java.util.List;

/**
 * A data unit and its labels, to be carried elsewhere.
 *
 * @param labels by a person, or imported: a run's labels name its model in place of the run, which is not known elsewhere;
 *     joined where they continue each other, parents before children
 */
public record LabelledDataUnit(DataUnit dataUnit, FrameIndex frames, List<Label> labels) {

    public LabelledDataUnit {
        labels = List.copyOf(labels);
    }
}
