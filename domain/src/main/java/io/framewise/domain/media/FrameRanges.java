package io.framewise.domain.media;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A set of frames as the fewest ranges that hold it.
 *
 * @param ranges ascending, with at least one frame between any two
 */
public record FrameRanges(List<FrameRange> ranges) {

    public static final FrameRanges NONE = new FrameRanges(List.of());

    public FrameRanges {
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first() <= ranges.get(i - 1).last() + 1) {
                throw new IllegalArgumentException("Not ascending and apart: " + ranges);
            }
        }
    }

    public static FrameRanges of(FrameRange range) {
        return new FrameRanges(List.of(range));
    }

    public static FrameRanges of(int first, int last) {
        return of(new FrameRange(first, last));
    }

    /** The frames of any ranges, in any order, overlapping or not. */
    public static FrameRanges ofAll(Collection<FrameRange> any) {
        List<FrameRange> sorted = any.stream().sorted().toList();
        List<FrameRange> merged = new ArrayList<>();
        for (FrameRange range : sorted) {
            int end = merged.size() - 1;
            if (end >= 0 && range.first() <= merged.get(end).last() + 1) {
                FrameRange before = merged.get(end);
                merged.set(end, new FrameRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return new FrameRanges(merged);
    }

    /** @param frames the numbers of the frames are its set bits */
    public static FrameRanges of(BitSet frames) {
        List<FrameRange> ranges = new ArrayList<>();
        for (int first = frames.nextSetBit(0); first >= 0; ) {
            int end = frames.nextClearBit(first);
            ranges.add(new FrameRange(first, end - 1));
            first = frames.nextSetBit(end);
        }
        return new FrameRanges(ranges);
    }

    /** The frames of a range for which something holds. */
    public static FrameRanges where(FrameRange range, IntPredicate holds) {
        List<FrameRange> ranges = new ArrayList<>();
        int first = range.first();
        for (int frame = range.first(); frame <= range.last(); frame++) {
            if (!holds.test(frame)) {
                if (first < frame) {
                    ranges.add(new FrameRange(first, frame - 1));
                }
                first = frame + 1;
            }
        }
        if (first <= range.last()) {
            ranges.add(new FrameRange(first, range.last()));
        }
        return new FrameRanges(ranges);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * From the first frame to the last.
     *
     * @throws IllegalStateException when there is none
     */
    public FrameRange span() {
        if (isEmpty()) {
            throw new IllegalStateException("No frames span nothing.");
        }
        return new FrameRange(
                ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
    }

    public int count() {
        return ranges.stream().mapToInt(FrameRange::count).sum();
    }

    public boolean contains(int frame) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            FrameRange range = ranges.get(middle);
            if (frame < range.first()) {
                high = middle - 1;
            } else if (frame > range.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Every frame, ascending. */
    public IntStream frames() {
        return ranges.stream().flatMapToInt(range -> IntStream.rangeClosed(range.first(), range.last()));
    }

    public FrameRanges union(FrameRanges other) {
        List<FrameRange> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return ofAll(all);
    }

    public FrameRanges intersect(FrameRanges other) {
        List<FrameRange> common = new ArrayList<>();
        int mine = 0;
        int theirs = 0;
        while (mine < ranges.size() && theirs < other.ranges.size()) {
            FrameRange a = ranges.get(mine);
            FrameRange b = other.ranges.get(theirs);
            int first = Math.max(a.first(), b.first());
            int last = Math.min(a.last(), b.last());
            if (first <= last) {
                common.add(new FrameRange(first, last));
            }
            if (a.last() < b.last()) {
                mine++;
            } else {
                theirs++;
            }
        }
        return new FrameRanges(common);
    }

    public FrameRanges intersect(FrameRange range) {
        return intersect(of(range));
    }

    /** The frames of this set that are not in the other. */
    public FrameRanges minus(FrameRanges other) {
        List<FrameRange> rest = new ArrayList<>();
        int theirs = 0;
        for (FrameRange range : ranges) {
            int first = range.first();
            while (theirs < other.ranges.size() && other.ranges.get(theirs).last() < first) {
                theirs++;
            }
            int next = theirs;
            while (first <= range.last()
                    && next < other.ranges.size()
                    && other.ranges.get(next).first() <= range.last()) {
                FrameRange hole = other.ranges.get(next++);
                if (first < hole.first()) {
                    rest.add(new FrameRange(first, hole.first() - 1));
                }
                first = hole.last() + 1;
            }
            if (first <= range.last()) {
                rest.add(new FrameRange(first, range.last()));
            }
        }
        return new FrameRanges(rest);
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
