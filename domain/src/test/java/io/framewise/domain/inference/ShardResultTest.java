package io.framewise.domain.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.inference.ShardResult.Failure;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packed result of one shard, and how a range is cut into shards. */
class ShardResultTest {

    private static final Shard SHARD = new Shard(2, new FrameRange(10, 14));
    private static final FrameRanges NONE = FrameRanges.NONE;
    private static final Failure FAILED = new Failure(12, "Damaged.");

    @Test
    void everyFrameOfAShardIsInOnePlace() {
        ShardResult result = new ShardResult(
                SHARD, frames(10, 10), frames(11, 11), List.of(FAILED), frames(13, 14), new float[] {1, 0, 0, 1});

        assertThat(result.kept().count()
                        + result.gatedOut().count()
                        + result.failures().size()
                        + result.classified().count())
                .isEqualTo(SHARD.frames().count());
        assertThat(result.probabilities(1)).containsExactly(0, 1);
    }

    @Test
    void aFrameWithoutAnOutcomeIsRefused() {
        assertThatThrownBy(() -> new ShardResult(SHARD, NONE, NONE, List.of(), frames(10, 13), new float[8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one outcome each");
    }

    @Test
    void aFrameWithTwoOutcomesIsRefused() {
        assertThatThrownBy(() -> new ShardResult(SHARD, frames(10, 12), frames(12, 14), List.of(), NONE, new float[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShardResult(
                        SHARD, frames(10, 11), frames(13, 14), List.of(FAILED, FAILED), NONE, new float[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShardResult(
                        SHARD, NONE, frames(13, 14), List.of(FAILED, FAILED), frames(10, 11), new float[4]))
                .as("a failure said twice, with the right number of frames")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFrameOfAnotherShardIsRefused() {
        assertThatThrownBy(() -> new ShardResult(SHARD, NONE, NONE, List.of(), frames(10, 15), new float[12]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShardResult(SHARD, NONE, NONE, List.of(), frames(9, 13), new float[10]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachClassifiedFrameHasTheSameNumberOfProbabilities() {
        assertThatThrownBy(() -> new ShardResult(SHARD, NONE, NONE, List.of(), frames(10, 14), new float[11]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShardResult(SHARD, frames(10, 14), NONE, List.of(), NONE, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyChangesAResultFromOutside() {
        float[] probabilities = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
        ShardResult result = new ShardResult(SHARD, NONE, NONE, List.of(), frames(10, 14), probabilities);

        probabilities[0] = 9;
        result.probabilities()[1] = 9;

        assertThat(result.probabilities()).containsOnly(0.5f);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 512, 1", "0, 511, 512, 1", "0, 512, 512, 2", "7, 30, 8, 3", "7, 31, 8, 4", "5, 9, 1, 5"})
    void theShardsOfARangeCoverItInOrder(int first, int last, int size, int expected) {
        FrameRange range = new FrameRange(first, last);

        List<Shard> shards = Shard.plan(range, FrameRanges.of(range), new int[0], size);

        assertThat(shards).hasSize(expected).extracting(Shard::number).isSorted();
        assertThat(shards.get(0).number()).isZero();
        assertThat(FrameRanges.ofAll(shards.stream().map(Shard::frames).toList()))
                .isEqualTo(FrameRanges.of(range));
        assertThat(shards.stream().mapToInt(shard -> shard.frames().count()).sum())
                .isEqualTo(range.count());
        assertThat(shards.subList(0, expected - 1))
                .allMatch(shard -> shard.frames().count() == size);
    }

    private static FrameRanges frames(int first, int last) {
        return FrameRanges.of(first, last);
    }
}
