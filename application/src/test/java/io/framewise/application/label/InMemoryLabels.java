package io.framewise.application.label;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

public final class InMemoryLabels implements Labels {

    private final Table<DataUnitId, List<Label>> labels;
    private final InMemoryLabelHistory history;

    public InMemoryLabels(InMemoryUnitOfWork unitOfWork, InMemoryLabelHistory history) {
        labels = unitOfWork.table();
        this.history = history;
    }

    @Override
    public List<Label> overlapping(DataUnitId dataUnit, FrameRange range, Set<FeatureNodeHash> attributes) {
        return of(dataUnit).stream()
                .filter(label -> label.frames().overlaps(range))
                .filter(label -> attributes.isEmpty() || attributes.contains(label.attribute()))
                .sorted(Comparator.comparing(Label::attribute).thenComparing(Label::frames))
                .toList();
    }

    @Override
    public void apply(DataUnitId dataUnit, LabelChange change, ChangeCause cause) {
        List<Label> next = new ArrayList<>(of(dataUnit));
        for (Label label : change.removed()) {
            if (!next.remove(label)) {
                throw new IllegalStateException("There is no " + label + ".");
            }
        }
        for (Label label : change.added()) {
            if (next.stream().anyMatch(other -> overlap(label, other))) {
                throw new IllegalStateException(label + " overlaps another label.");
            }
            next.add(label);
        }
        labels.put(dataUnit, List.copyOf(next));
        history.add(dataUnit, change.trimmed(), cause);
    }

    private List<Label> of(DataUnitId dataUnit) {
        return labels.find(dataUnit).orElse(List.of());
    }

    private static boolean overlap(Label one, Label other) {
        return one.attribute().equals(other.attribute()) && one.frames().overlaps(other.frames());
    }
}
