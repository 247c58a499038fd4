package io.framewise.domain.label;

import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the labels of a data unit change in one transaction.
 *
 * @param removed stored labels that go
 * @param added labels that come in their place; they overlap nothing that stays
 * @param lost frames on which an attribute has no answer any more, by attribute
 */
public record LabelChange(List<Label> removed, List<Label> added, Map<FeatureNodeHash, FrameRanges> lost) {

    public LabelChange {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
        lost = Map.copyOf(lost);
    }

    public boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty();
    }

    /**
     * This change on the frames only on which it changes something: a label that is cut is removed and its parts are
     * added, which say the same on most frames.
     */
    public LabelChange trimmed() {
        Map<FeatureNodeHash, List<Label>> after = Label.byAttribute(added);
        List<Label> gone = new ArrayList<>(removed.size());
        List<Label> come = new ArrayList<>(added.size());
        Label.byAttribute(removed).forEach((attribute, labels) -> {
            Lane before = Lane.of(labels);
            List<Label> instead = after.remove(attribute);
            Lane now = instead == null ? Lane.EMPTY : Lane.of(instead);
            FrameRanges same = before.same(now);
            gone.addAll(before.without(same).labels());
            come.addAll(now.without(same).labels());
        });
        after.values().forEach(come::addAll);
        return new LabelChange(gone, come, lost);
    }
}
