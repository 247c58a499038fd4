package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.StoresContract;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.inference.ShardResult.Failure;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What every store of {@link ShardResults} does. */
public abstract class ShardResultsContract extends StoresContract {

    /** Of ten frames. */
    private static final OutcomeCounts COUNTS = new OutcomeCounts(1, 2, 3, 2, 1, 1);

    private static final OutcomeCounts OTHER_COUNTS = new OutcomeCounts(2, 1, 1, 3, 2, 1);

    @Test
    void heldFramesComeBackAndAreCounted() {
        InferenceRun run = storedRun();
        ShardResult result = new ShardResult(
                new Shard(0, new FrameRange(0, 9)),
                FrameRanges.NONE,
                FrameRanges.NONE,
                List.of(),
                FrameRanges.ofAll(List.of(FrameRange.single(0), FrameRange.single(5))),
                new float[] {0.9f, 0.1f, 0, 0.2f, 0.8f, 0},
                1,
                FrameRanges.ofAll(List.of(new FrameRange(1, 4), new FrameRange(6, 9))));

        inTransaction(() -> stores().shardResults().add(run.id(), result, new OutcomeCounts(10, 0, 0, 0, 0, 0, 1, 8)));

        assertThat(all(run)).containsExactly(result);
        assertThat(counts(run)).isEqualTo(new OutcomeCounts(10, 0, 0, 0, 0, 0, 1, 8));
    }

    @Test
    void aResultWithEveryKindOfFrameComesBackAsItWasAdded() {
        InferenceRun run = storedRun();
        ShardResult result = new ShardResult(
                new Shard(3, new FrameRange(20, 29)),
                FrameRanges.ofAll(List.of(new FrameRange(20, 21), FrameRange.single(29))),
                FrameRanges.of(22, 22),
                List.of(new Failure(23, "Damaged \"there\"."), new Failure(25, "Zu dunkel 🌑")),
                FrameRanges.ofAll(List.of(FrameRange.single(24), new FrameRange(26, 28))),
                new float[] {0, 1, 0, 0.1f, 0.7f, 0.2f, 0.0002f, 0.3332f, 0.6666f, 0.9998f, 0, 0.0002f});

        inTransaction(() -> stores().shardResults().add(run.id(), result, COUNTS));

        assertThat(all(run)).containsExactly(result);
    }

    @Test
    void aResultWithoutAClassifiedFrameComesBackAsItWasAdded() {
        InferenceRun run = storedRun();
        ShardResult result = new ShardResult(
                new Shard(0, new FrameRange(0, 1)),
                FrameRanges.NONE,
                FrameRanges.of(0, 0),
                List.of(new Failure(1, "")),
                FrameRanges.NONE,
                new float[0]);

        inTransaction(() -> stores().shardResults().add(run.id(), result, new OutcomeCounts(0, 0, 0, 0, 1, 1)));

        assertThat(all(run)).containsExactly(result);
    }

    @Test
    void aShardIsStoredOnce() {
        InferenceRun run = storedRun();
        ShardResult first = classified(0, 0, 9, 0.25f);
        boolean stored = add(run, first, COUNTS);

        boolean again = add(run, classified(0, 0, 9, 0.75f), OTHER_COUNTS);

        assertThat(stored).isTrue();
        assertThat(again).isFalse();
        assertThat(all(run)).containsExactly(first);
        assertThat(counts(run)).isEqualTo(COUNTS);
    }

    @Test
    void theSameShardOfAnotherRunIsAnotherOne() {
        InferenceRun run = storedRun();
        InferenceRun other = stored(aRun(run.request()));
        add(run, classified(0, 0, 9, 0.25f), COUNTS);

        boolean stored = add(other, classified(0, 0, 9, 0.75f), COUNTS);

        assertThat(stored).isTrue();
        assertThat(all(run)).containsExactly(classified(0, 0, 9, 0.25f));
        assertThat(all(other)).containsExactly(classified(0, 0, 9, 0.75f));
    }

    @Test
    void resultsOfShardsThatAreTriedAgainAreRemoved() {
        InferenceRun run = storedRun();
        add(run, classified(0, 0, 9, 0.5f), COUNTS);
        add(run, classified(4, 40, 49, 0.5f), COUNTS);

        inTransaction(() -> stores().shardResults().remove(run.id(), List.of(new Shard(4, new FrameRange(40, 49)))));

        assertThat(all(run)).containsExactly(classified(0, 0, 9, 0.5f));
        assertThat(add(run, classified(4, 40, 49, 0.25f), COUNTS)).isTrue();
    }

    @Test
    void theCountsOfARunAreTheSumOfItsShards() {
        InferenceRun run = storedRun();
        add(stored(aRun(run.request())), classified(0, 0, 9, 0.5f), COUNTS);

        add(run, classified(0, 0, 9, 0.5f), COUNTS);
        add(run, classified(1, 10, 19, 0.5f), OTHER_COUNTS);

        assertThat(counts(run)).isEqualTo(COUNTS.plus(OTHER_COUNTS));
    }

    @Test
    void aRunWithoutShardsCountsNothing() {
        InferenceRun run = storedRun();

        assertThat(counts(run)).isEqualTo(OutcomeCounts.ZERO);
    }

    @Test
    void aRecountReplacesTheCountsOfOneShard() {
        InferenceRun run = storedRun();
        add(run, classified(0, 0, 9, 0.5f), COUNTS);
        add(run, classified(1, 10, 19, 0.5f), COUNTS);

        inTransaction(() -> stores().shardResults().recount(run.id(), Map.of(1, new OutcomeCounts(0, 0, 0, 0, 0, 10))));

        assertThat(counts(run)).isEqualTo(new OutcomeCounts(1, 2, 3, 2, 1, 11));
        assertThat(all(run)).containsExactly(classified(0, 0, 9, 0.5f), classified(1, 10, 19, 0.5f));
    }

    @Test
    void theResultsOfARangeAreThoseOfTheShardsThatItTouchesByNumber() {
        InferenceRun run = storedRun();
        ShardResult third = classified(2, 20, 29, 0.5f);
        ShardResult first = classified(0, 0, 9, 0.5f);
        ShardResult second = classified(1, 10, 19, 0.5f);
        add(run, third, COUNTS);
        add(run, first, COUNTS);
        add(run, second, COUNTS);

        assertThat(overlapping(run, 9, 10)).containsExactly(first, second);
        assertThat(overlapping(run, 10, 19)).containsExactly(second);
        assertThat(overlapping(run, 0, 99)).containsExactly(first, second, third);
        assertThat(overlapping(run, 29, 50)).containsExactly(third);
        assertThat(overlapping(run, 30, 50)).isEmpty();
    }

    @Test
    void whatAnIterationHasClassifiedIsKnownOverAllRunsOfADataUnit() {
        InferenceRun run = storedRun();
        InferenceRun again = stored(aRun(run.request()));
        InferenceRun elsewhere = storedRun();
        add(run, classified(0, 0, 9, 0.5f), COUNTS);
        add(again, classified(1, 5, 14, 0.5f), COUNTS);
        add(elsewhere, classified(2, 50, 59, 0.5f), COUNTS);

        FrameRanges predicted = inTransaction(() -> stores().shardResults()
                .predicted(run.request().iterationId(), run.request().contentHash()));

        assertThat(predicted).isEqualTo(FrameRanges.of(0, 14));
        assertThat(inTransaction(() -> stores().shardResults()
                        .predicted(run.request().iterationId(), new ContentHash("0".repeat(64)))))
                .isEqualTo(FrameRanges.NONE);
    }

    @Test
    void whatIsKnownOfFramesIsWhatTheLatestRunFound() {
        InferenceRun run = storedRun();
        InferenceRun later = stored(aRun(InferenceRunsContract.later(run.request())));
        InferenceRun elsewhere = storedRun();
        add(run, classified(0, 0, 9, 0.5f), COUNTS);
        add(later, classified(1, 5, 14, 0.25f), COUNTS);
        add(elsewhere, classified(2, 10, 19, 0.75f), COUNTS);

        SortedMap<Integer, float[]> known = inTransaction(() -> stores().shardResults()
                .known(run.request().iterationId(), run.request().contentHash(), FrameRanges.of(4, 30)));

        assertThat(known.keySet()).containsExactly(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        assertThat(known.get(4)).isEqualTo(classified(0, 4, 4, 0.5f).probabilities(0));
        assertThat(known.get(5)).isEqualTo(classified(1, 5, 5, 0.25f).probabilities(0));
    }

    private boolean add(InferenceRun run, ShardResult result, OutcomeCounts counts) {
        return inTransaction(() -> stores().shardResults().add(run.id(), result, counts));
    }

    private OutcomeCounts counts(InferenceRun run) {
        InferenceRunId id = run.id();
        return inTransaction(() -> stores().shardResults().counts(id));
    }

    private List<ShardResult> all(InferenceRun run) {
        return overlapping(run, 0, 99);
    }

    private List<ShardResult> overlapping(InferenceRun run, int first, int last) {
        return inTransaction(() -> stores().shardResults().overlapping(run.id(), new FrameRange(first, last)));
    }

    /** A shard whose every frame has the same three probabilities. */
    private static ShardResult classified(int number, int first, int last, float winner) {
        float[] probabilities = new float[(last - first + 1) * 3];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = i % 3 == 0 ? winner : (1 - winner) / 2;
        }
        return new ShardResult(
                new Shard(number, new FrameRange(first, last)),
                FrameRanges.NONE,
                FrameRanges.NONE,
                List.of(),
                FrameRanges.of(first, last),
                probabilities);
    }
}
