package io.framewise.domain.label;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The labels of one attribute. Each of its operations takes one walk along the labels, of which there may be as many as
 * frames.
 *
 * @param labels by frame, not overlapping
 */
record Lane(List<Label> labels) {

    static final Lane EMPTY = new Lane(List.of());

    Lane {
        labels = List.copyOf(labels);
    }

    /** @param labels in any order */
    static Lane of(Collection<Label> labels) {
        return new Lane(
                labels.stream().sorted(Comparator.comparing(Label::frames)).toList());
    }

    FrameRanges frames() {
        return frames(label -> true);
    }

    FrameRanges frames(Predicate<Label> which) {
        return FrameRanges.ofAll(
                labels.stream().filter(which).map(Label::frames).toList());
    }

    /** The labels on some frames, cut to them. */
    List<Label> on(FrameRanges frames) {
        List<Label> parts = new ArrayList<>();
        List<FrameRange> ranges = frames.ranges();
        int next = 0;
        for (Label label : labels) {
            while (next < ranges.size()
                    && ranges.get(next).last() < label.frames().first()) {
                next++;
            }
            for (int i = next;
                    i < ranges.size() && ranges.get(i).first() <= label.frames().last();
                    i++) {
                parts.add(label.inside(ranges.get(i)));
            }
        }
        return parts;
    }

    Lane without(FrameRanges frames) {
        return new Lane(on(frames().minus(frames)));
    }

    /** @param others on frames that have no label here */
    Lane with(Collection<Label> others) {
        List<Label> all = new ArrayList<>(labels);
        all.addAll(others);
        return of(all);
    }

    /** The frames on which another lane says just the same. */
    FrameRanges same(Lane other) {
        List<FrameRange> same = new ArrayList<>();
        int mine = 0;
        int theirs = 0;
        while (mine < labels.size() && theirs < other.labels.size()) {
            Label here = labels.get(mine);
            Label there = other.labels.get(theirs);
            same.addAll(here.same(there).ranges());
            if (here.frames().last() < there.frames().last()) {
                mine++;
            } else {
                theirs++;
            }
        }
        return FrameRanges.ofAll(same);
    }

    /** The labels, those that continue each other as one. */
    List<Label> joined() {
        List<Label> joined = new ArrayList<>();
        List<Label> run = new ArrayList<>();
        for (Label label : labels) {
            if (!run.isEmpty() && !run.get(run.size() - 1).continuesWith(label)) {
                joined.add(Label.joined(run));
                run.clear();
            }
            run.add(label);
        }
        if (!run.isEmpty()) {
            joined.add(Label.joined(run));
        }
        return joined;
    }
}
