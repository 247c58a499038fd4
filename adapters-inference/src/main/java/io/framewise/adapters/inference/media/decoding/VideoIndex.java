package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.process.Wire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where the frames of a video are, as the node keeps it.
 *
 * <p>There are two kinds. Usually {@code pts} are the stream's own timestamps, in the stream's own time base, and a
 * picture is known by its timestamp. Files without usable timestamps (AVI with B-frames) have a {@link #counted} index:
 * {@code pts} are 0, 1, 2, … in a time base of a frame's duration, and a picture is known by counting from the key frame
 * before it. The time base tells them apart: a counted one never equals the stream's.
 *
 * @param pts one a frame, strictly ascending
 * @param keyFrames numbers of the frames from which decoding can start, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record VideoIndex(Ratio timeBase, long[] pts, int[] keyFrames) {

    /** A counted index. */
    static VideoIndex counted(int count, int[] keyFrames, Ratio frameRate, Ratio streamTimeBase) {
        long[] pts = new long[count];
        Arrays.setAll(pts, i -> i);
        Ratio duration = frameRate.inverse();
        return new VideoIndex(
                duration.equals(streamTimeBase)
                        ? new Ratio(2 * duration.numerator(), 2 * duration.denominator())
                        : duration,
                pts,
                keyFrames);
    }

    int count() {
        return pts.length;
    }

    /** From the first frame to the last one. */
    double seconds() {
        return pts.length == 0 ? 0 : (pts[pts.length - 1] - pts[0]) * timeBase.value();
    }

    /** The frame with a timestamp, -1 when there is none. */
    int frameAt(long timestamp) {
        int found = Arrays.binarySearch(pts, timestamp);
        return found >= 0 ? found : -1;
    }

    /** Place in {@link #keyFrames} of the last key frame that is not after a frame, -1 when there is none. */
    int keyBefore(int frame) {
        int found = Arrays.binarySearch(keyFrames, frame);
        return found >= 0 ? found : -found - 2;
    }

    public void write(DataOutputStream out) throws IOException {
        timeBase.write(out);
        Wire.longs(out, pts);
        Wire.ints(out, keyFrames);
    }

    /** @param most frames */
    public static VideoIndex read(DataInputStream in, int most) throws IOException {
        Ratio timeBase = Ratio.read(in);
        long[] pts = Wire.longs(in, most);
        return new VideoIndex(timeBase, pts, Wire.ints(in, pts.length));
    }
}
