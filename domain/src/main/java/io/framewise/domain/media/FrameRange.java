package io.framewise.domain.media;

/**
 * Frames next to each other.
 *
 * @param first 0-based, included
 * @param last 0-based, included, not before {@code first}
 */
public record FrameRange(int first, int last) implements Comparable<FrameRange> {

    public FrameRange {
        if (first < 0 || last < first || last == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Not a frame range: first " + first + ", last " + last + ".");
        }
    }

    public static FrameRange of(int first, int last) {
        return new FrameRange(first, last);
    }

    public static FrameRange single(int frame) {
        return new FrameRange(frame, frame);
    }

    public int count() {
        return last - first + 1;
    }

    public boolean contains(int frame) {
        return first <= frame && frame <= last;
    }

    public boolean contains(FrameRange other) {
        return first <= other.first && other.last <= last;
    }

    public boolean overlaps(FrameRange other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public int compareTo(FrameRange other) {
        return first != other.first ? Integer.compare(first, other.first) : Integer.compare(last, other.last);
    }

    @Override
    public String toString() {
        return first + ".." + last;
    }
}
