package io.framewise.domain.label;

import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
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
}
