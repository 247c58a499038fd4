package io.framewise.domain.inference;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the frames that may be classified are: every Nth of the run's range, and the first after each gap. The frames in
 * between hold the answer of the sampled frame before them, so that no answer is held across a closed gate.
 *
 * @param frames from one sampled frame to the next, 1 to {@value #MOST}; 1 samples every frame
 */
public record Stride(int frames) {

    public static final int MOST = 10_000;

    public static final Stride EVERY_FRAME = new Stride(1);

    public Stride {
        if (frames < 1 || frames > MOST) {
            throw new Refusal.Invalid(
                    "/stride", "stride-out-of-range", "A stride is 1 to " + MOST + " frames, not " + frames + ".");
        }
    }

    /**
     * The frames that are classified.
     *
     * @param range of the run
     * @param eligible inside the range
     */
    public FrameRanges sampled(FrameRange range, FrameRanges eligible) {
        if (frames == 1) {
            return eligible;
        }
        List<FrameRange> sampled = new ArrayList<>();
        for (FrameRange stretch : eligible.ranges()) {
            sampled.add(FrameRange.single(stretch.first()));
            int next = cell(range, stretch.first()) + frames;
            for (int frame = next; frame <= stretch.last(); frame += frames) {
                sampled.add(FrameRange.single(frame));
            }
        }
        return FrameRanges.ofAll(sampled);
    }

    /** The shards of a plan, each but the first beginning on an Nth frame of the range: no answer is held across two. */
    List<Shard> aligned(FrameRange range, List<Shard> plan) {
        List<Shard> aligned = new ArrayList<>();
        int first = range.first();
        for (int i = 0; i < plan.size(); i++) {
            boolean end = i == plan.size() - 1;
            int last = end ? range.last() : cell(range, plan.get(i + 1).frames().first()) - 1;
            if (last >= first) {
                aligned.add(new Shard(aligned.size(), new FrameRange(first, last)));
                first = last + 1;
            }
        }
        return aligned;
    }

    /** The last Nth frame up to a frame. */
    private int cell(FrameRange range, int frame) {
        return frame - (frame - range.first()) % frames;
    }
}
