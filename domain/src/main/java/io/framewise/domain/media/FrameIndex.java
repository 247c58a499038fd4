package io.framewise.domain.media;

import java.util.Arrays;

/**
 * Where each frame of a medium is: frame {@code n} is the {@code n}-th picture in presentation order, for good.
 *
 * <p>Frames of images, image groups and image sequences have the pts 0, 1, 2, … in a time base of one second.
 */
public final class FrameIndex {

    private final Fraction timeBase;
    private final long[] pts;
    private final int[] keyFrames;

    /**
     * @param timeBase unit of the timestamps in seconds
     * @param pts presentation timestamp of each frame, strictly ascending, at least one
     * @param keyFrames the frames that decode without another one, ascending
     */
    public FrameIndex(Fraction timeBase, long[] pts, int[] keyFrames) {
        if (pts.length == 0) {
            throw new IllegalArgumentException("A frame index has at least one frame.");
        }
        for (int i = 1; i < pts.length; i++) {
            if (pts[i] <= pts[i - 1]) {
                throw new IllegalArgumentException("The timestamp of frame " + i + " does not ascend.");
            }
        }
        for (int i = 0; i < keyFrames.length; i++) {
            if (keyFrames[i] < 0 || keyFrames[i] >= pts.length || i > 0 && keyFrames[i] <= keyFrames[i - 1]) {
                throw new IllegalArgumentException("The key frames are not ascending frames of the index.");
            }
        }
        this.timeBase = timeBase;
        this.pts = pts.clone();
        this.keyFrames = keyFrames.clone();
    }

    /** The index of {@code count} pictures that are files of their own. */
    public static FrameIndex ofImages(int count) {
        long[] pts = new long[count];
        int[] keyFrames = new int[count];
        Arrays.setAll(pts, i -> i);
        Arrays.setAll(keyFrames, i -> i);
        return new FrameIndex(new Fraction(1, 1), pts, keyFrames);
    }

    public int count() {
        return pts.length;
    }

    public Fraction timeBase() {
        return timeBase;
    }

    /** Presentation timestamp of a frame, in units of the time base. */
    public long pts(int frame) {
        return pts[frame];
    }

    /** Seconds from the first frame to this one. */
    public double seconds(int frame) {
        return (pts[frame] - pts[0]) * timeBase.value();
    }

    /** @return a copy, one timestamp a frame */
    public long[] pts() {
        return pts.clone();
    }

    /** @return a copy, ascending frame numbers */
    public int[] keyFrames() {
        return keyFrames.clone();
    }

    /** The frame with a timestamp, or a negative number when there is none. */
    public int frameAt(long timestamp) {
        int found = Arrays.binarySearch(pts, timestamp);
        return found >= 0 ? found : -1;
    }

    /** The last key frame that is not after a frame; 0 when there is none. */
    public int keyFrameBefore(int frame) {
        int found = Arrays.binarySearch(keyFrames, frame);
        int place = found >= 0 ? found : -found - 2;
        return place >= 0 ? keyFrames[place] : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrameIndex that
                && timeBase.equals(that.timeBase)
                && Arrays.equals(pts, that.pts)
                && Arrays.equals(keyFrames, that.keyFrames);
    }

    @Override
    public int hashCode() {
        return 31 * timeBase.hashCode() + Arrays.hashCode(pts);
    }

    @Override
    public String toString() {
        return "FrameIndex[" + pts.length + " frames, time base " + timeBase + "]";
    }
}
