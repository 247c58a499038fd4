package io.framewise.domain.inference;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * What a run found on the frames of one shard, packed. It never changes: another threshold is applied to it anew.
 *
 * <p>Each frame of the shard is in exactly one of {@code kept}, {@code gatedOut}, {@code failures}, {@code classified} and
 * {@code held}.
 */
public final class ShardResult {

    /** @param reason a sentence for people */
    public record Failure(int frame, String reason) {}

    private final Shard shard;
    private final FrameRanges kept;
    private final FrameRanges gatedOut;
    private final List<Failure> failures;
    private final FrameRanges classified;
    private final float[] probabilities;
    private final int reused;
    private final FrameRanges held;

    /** Is shown frames with probabilities. */
    interface Visitor {

        /**
         * @param row of the probabilities
         * @param held whether they are those of the sampled frame before it
         */
        void frame(int frame, int row, boolean held);
    }

    /**
     * @param kept a person's answer was there when the frames were chosen
     * @param gatedOut the gate was closed when the frames were chosen
     * @param failures by frame
     * @param classified frames with probabilities
     * @param probabilities row-major, classified frames x features
     * @param reused of the classified ones, the frames whose probabilities an earlier run had found
     * @param held frames that have the probabilities of the classified frame before them
     */
    public ShardResult(
            Shard shard,
            FrameRanges kept,
            FrameRanges gatedOut,
            List<Failure> failures,
            FrameRanges classified,
            float[] probabilities,
            int reused,
            FrameRanges held) {
        FrameRanges failed = FrameRanges.ofAll(failures.stream()
                .map(failure -> FrameRange.single(failure.frame()))
                .toList());
        FrameRanges all = kept.union(gatedOut).union(failed).union(classified).union(held);
        int sum = kept.count() + gatedOut.count() + failures.size() + classified.count() + held.count();
        if (!all.equals(FrameRanges.of(shard.frames())) || sum != shard.frames().count()) {
            throw new IllegalArgumentException(
                    "The frames of " + shard + " do not have one outcome each: kept " + kept + ", gated out " + gatedOut
                            + ", failed " + failed + ", classified " + classified + ", held " + held + ".");
        }
        for (FrameRange range : held.ranges()) {
            if (!classified.contains(range.first() - 1)) {
                throw new IllegalArgumentException("There is nothing that " + range + " could hold.");
            }
        }
        if (classified.isEmpty() ? probabilities.length != 0 : probabilities.length % classified.count() != 0) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities for " + classified.count() + " frames.");
        }
        if (reused < 0 || reused > classified.count()) {
            throw new IllegalArgumentException(reused + " of " + classified.count() + " frames reused.");
        }
        this.shard = shard;
        this.kept = kept;
        this.gatedOut = gatedOut;
        this.failures = List.copyOf(failures);
        this.classified = classified;
        this.probabilities = probabilities.clone();
        this.reused = reused;
        this.held = held;
    }

    /** What was found anew on every frame. */
    public ShardResult(
            Shard shard,
            FrameRanges kept,
            FrameRanges gatedOut,
            List<Failure> failures,
            FrameRanges classified,
            float[] probabilities) {
        this(shard, kept, gatedOut, failures, classified, probabilities, 0, FrameRanges.NONE);
    }

    public Shard shard() {
        return shard;
    }

    public FrameRanges kept() {
        return kept;
    }

    public FrameRanges gatedOut() {
        return gatedOut;
    }

    public List<Failure> failures() {
        return failures;
    }

    public FrameRanges classified() {
        return classified;
    }

    /** @return a copy; row-major, classified frames x features */
    public float[] probabilities() {
        return probabilities.clone();
    }

    /** @param row 0 for the first classified frame */
    public float[] probabilities(int row) {
        int features = probabilities.length / classified.count();
        return Arrays.copyOfRange(probabilities, row * features, (row + 1) * features);
    }

    /** Of the classified ones, how many frames' probabilities an earlier run had found. */
    public int reused() {
        return reused;
    }

    /** Frames that have the probabilities of the classified frame before them. */
    public FrameRanges held() {
        return held;
    }

    /** Frames with probabilities, their own or held ones. */
    FrameRanges answered() {
        return held.isEmpty() ? classified : classified.union(held);
    }

    /** Shows the {@link #answered} frames, in order. */
    void forEach(Visitor visitor) {
        Iterator<FrameRange> holds = held.ranges().iterator();
        FrameRange next = holds.hasNext() ? holds.next() : null;
        int row = 0;
        for (FrameRange range : classified.ranges()) {
            for (int frame = range.first(); frame <= range.last(); frame++, row++) {
                visitor.frame(frame, row, false);
            }
            if (next != null && next.first() == range.last() + 1) {
                for (int frame = next.first(); frame <= next.last(); frame++) {
                    visitor.frame(frame, row - 1, true);
                }
                next = holds.hasNext() ? holds.next() : null;
            }
        }
    }

    Verdict verdict(AnswerRule rule, int row) {
        return rule.verdict(probabilities, row);
    }

    float confidence(AnswerRule rule, int row, FeatureNodeHash option) {
        return rule.confidence(probabilities, row, option);
    }

    AnswerRule.Winner winner(AnswerRule rule, int row) {
        return rule.winner(probabilities, row);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShardResult that
                && shard.equals(that.shard)
                && kept.equals(that.kept)
                && gatedOut.equals(that.gatedOut)
                && failures.equals(that.failures)
                && classified.equals(that.classified)
                && reused == that.reused
                && held.equals(that.held)
                && Arrays.equals(probabilities, that.probabilities);
    }

    @Override
    public int hashCode() {
        return 31 * shard.hashCode() + Arrays.hashCode(probabilities);
    }

    @Override
    public String toString() {
        return "ShardResult[" + shard + ", classified " + classified + ", kept " + kept + ", gated out " + gatedOut
                + ", failures " + failures + ", held " + held + "]";
    }
}
