package io.framewise.application.label;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.NewestFirst;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.Table;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.FrameChange;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RecordedChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

public final class InMemoryLabelHistory implements LabelHistory {

    private static final Comparator<FrameChange> ORDER = Comparator.comparingInt(FrameChange::change)
            .thenComparing(FrameChange::attribute)
            .reversed();

    private final Table<DataUnitId, List<RecordedChange>> changes;

    public InMemoryLabelHistory(InMemoryUnitOfWork unitOfWork) {
        changes = unitOfWork.table();
    }

    void add(DataUnitId dataUnit, LabelChange change, ChangeCause cause) {
        if (change.isEmpty()) {
            return;
        }
        List<RecordedChange> next = new ArrayList<>(of(dataUnit));
        next.add(new RecordedChange(next.size() + 1, cause, change.removed(), change.added()));
        changes.put(dataUnit, next);
    }

    @Override
    public int version(DataUnitId dataUnit) {
        return of(dataUnit).size();
    }

    @Override
    public Page<FrameChange> ofFrame(DataUnitId dataUnit, int frame, PageRequest request) {
        String after = request.pageToken();
        List<FrameChange> rest = of(dataUnit).stream()
                .flatMap(change -> on(frame, change))
                .sorted(ORDER)
                .toList();
        if (after != null) {
            if (!after.matches("\\d+ .{8}")) {
                throw NewestFirst.badToken();
            }
            rest = rest.stream()
                    .dropWhile(change -> !token(change).equals(after))
                    .skip(1)
                    .toList();
        }
        List<FrameChange> items = rest.stream().limit(request.limit()).toList();
        return new Page<>(items, items.size() == rest.size() ? null : token(items.get(items.size() - 1)));
    }

    @Override
    public Optional<RecordedChange> newestStanding(DataUnitId dataUnit) {
        List<RecordedChange> all = of(dataUnit);
        Set<Integer> undone = undone(all);
        return all.stream()
                .filter(change -> change.cause().undone() == null && !undone.contains(change.number()))
                .reduce((earlier, later) -> later);
    }

    @Override
    public FrameRanges rejected(DataUnitId dataUnit, InferenceRunId run, FeatureNodeHash attribute) {
        Set<Integer> undone = undone(of(dataUnit));
        return FrameRanges.ofAll(of(dataUnit).stream()
                .filter(change -> change.cause().kind() == ChangeCause.Kind.REJECTED)
                .filter(change -> !undone.contains(change.number()))
                .flatMap(change -> change.removed().stream())
                .filter(label -> label.attribute().equals(attribute)
                        && label.source() instanceof LabelSource.Run by
                        && by.inferenceRun().equals(run.value()))
                .map(Label::frames)
                .toList());
    }

    private static Set<Integer> undone(List<RecordedChange> all) {
        return all.stream()
                .map(change -> change.cause().undone())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private List<RecordedChange> of(DataUnitId dataUnit) {
        return changes.find(dataUnit).orElse(List.of());
    }

    private static Stream<FrameChange> on(int frame, RecordedChange change) {
        return change.frames().entrySet().stream()
                .filter(changed -> changed.getValue().contains(frame))
                .map(changed -> new FrameChange(
                        change.number(),
                        change.cause(),
                        changed.getKey(),
                        on(frame, changed.getKey(), change.removed()),
                        on(frame, changed.getKey(), change.added())));
    }

    private static @Nullable Label on(int frame, FeatureNodeHash attribute, Collection<Label> labels) {
        return labels.stream()
                .filter(label ->
                        label.attribute().equals(attribute) && label.frames().contains(frame))
                .map(label -> label.on(FrameRange.single(frame)))
                .findFirst()
                .orElse(null);
    }

    private static String token(FrameChange change) {
        return change.change() + " " + change.attribute();
    }
}
