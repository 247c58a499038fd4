package io.framewise.application.label;

import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.List;
import java.util.Set;

/** The labels of every data unit. Inside an attribute no two of them overlap; the store makes sure of it. */
public interface Labels {

    /**
     * The labels that have a frame in a range, whole, by attribute and frame.
     *
     * @param attributes only these; empty for all
     */
    List<Label> overlapping(DataUnitId dataUnit, FrameRange range, Set<FeatureNodeHash> attributes);

    /**
     * Stores a change of a locked data unit's labels, and with it in {@link LabelHistory} what it changes and why: as the
     * next change of the data unit, or not at all when every frame has the answers that it had.
     */
    void apply(DataUnitId dataUnit, LabelChange change, ChangeCause cause);
}
