package io.framewise.domain.inference;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of a run's range that one worker does at a time and whose results are written at once.
 *
 * @param number from 0, in frame order
 */
public record Shard(int number, FrameRange frames) {

    /** Eligible frames of a shard, at most. */
    public static final int FRAMES = 512;

    /** Times its size that a shard may be long: frames that are gated out now may be open when it is done. */
    private static final int LONGEST = 8;

    /**
     * As {@link #plan(FrameRange, FrameRanges, int[], int)}, of frames of which only some are sampled; a shard begins where
     * the stride has a frame.
     */
    public static List<Shard> plan(FrameRange range, FrameRanges eligible, Stride stride, int[] keyFrames, int size) {
        return stride.aligned(range, plan(range, stride.sampled(range, eligible), keyFrames, size));
    }

    /**
     * Cuts a range into shards, in frame order and without gaps. A shard ends before a key frame where there is one in
     * its second half, so that the next need not decode what it does not ask for.
     *
     * @param eligible frames that are to be classified as far as is known now
     * @param keyFrames numbers of the frames that decode without another one, ascending
     * @param size eligible frames of a shard, at most
     */
    public static List<Shard> plan(FrameRange range, FrameRanges eligible, int[] keyFrames, int size) {
        List<Shard> plan = new ArrayList<>();
        int first = range.first();
        int cut = first;
        int count = 0;
        for (int frame = first; frame <= range.last(); frame++) {
            if (count * 2 >= size && frame > first && Arrays.binarySearch(keyFrames, frame) >= 0) {
                cut = frame;
            }
            count += eligible.contains(frame) ? 1 : 0;
            boolean full = count == size || frame - first + 1 == LONGEST * size;
            if (frame == range.last() || full && cut == first) {
                plan.add(new Shard(plan.size(), new FrameRange(first, frame)));
                first = frame + 1;
            } else if (full) {
                plan.add(new Shard(plan.size(), new FrameRange(first, cut - 1)));
                first = cut;
                frame = cut - 1;
            } else {
                continue;
            }
            cut = first;
            count = 0;
        }
        return plan;
    }
}
