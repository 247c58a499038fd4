package io.framewise.domain.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How ranges are cut. */
class ShardTest {

    private static final int[] ONE_KEY_FRAME = {0};

    @Test
    void aRangeWithoutUsefulKeyFramesIsCutByItsEligibleFrames() {
        assertThat(plan(new FrameRange(5, 29), FrameRanges.of(0, 99), ONE_KEY_FRAME))
                .containsExactly(new FrameRange(5, 14), new FrameRange(15, 24), new FrameRange(25, 29));
    }

    @Test
    void framesThatAreNotEligibleMakeAShardLongerAndNotHeavier() {
        FrameRanges everyOther = FrameRanges.ofAll(
                IntStream.range(0, 50).mapToObj(i -> FrameRange.single(2 * i)).toList());

        assertThat(plan(new FrameRange(0, 49), everyOther, ONE_KEY_FRAME))
                .containsExactly(new FrameRange(0, 18), new FrameRange(19, 38), new FrameRange(39, 49));
    }

    @Test
    void aShardEndsBeforeTheLastKeyFrameOfItsSecondHalf() {
        assertThat(plan(new FrameRange(0, 29), FrameRanges.of(0, 29), new int[] {0, 3, 6, 8, 17, 29}))
                .containsExactly(
                        new FrameRange(0, 7), new FrameRange(8, 16), new FrameRange(17, 26), new FrameRange(27, 29));
    }

    @Test
    void aStretchWithoutAnEligibleFrameIsCutToo() {
        assertThat(plan(new FrameRange(0, 199), FrameRanges.NONE, ONE_KEY_FRAME))
                .containsExactly(new FrameRange(0, 79), new FrameRange(80, 159), new FrameRange(160, 199));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theShardsAreTheRangeWithoutGapsAndNoneIsTooHeavy(long seed) {
        Random random = new Random(seed);
        FrameRange range = new FrameRange(random.nextInt(50), 50 + random.nextInt(500));
        FrameRanges eligible = FrameRanges.ofAll(IntStream.range(0, 20)
                .map(i -> random.nextInt(600))
                .mapToObj(first -> new FrameRange(first, first + random.nextInt(30)))
                .toList());
        int[] keys = random.ints(30, 0, 600).sorted().distinct().toArray();

        List<Shard> plan = Shard.plan(range, eligible, keys, 10);

        int next = range.first();
        for (int i = 0; i < plan.size(); i++) {
            assertThat(plan.get(i).number()).isEqualTo(i);
            assertThat(plan.get(i).frames().first()).isEqualTo(next);
            assertThat(eligible.intersect(plan.get(i).frames()).count()).isLessThanOrEqualTo(10);
            next = plan.get(i).frames().last() + 1;
        }
        assertThat(next).isEqualTo(range.last() + 1);
    }

    private static List<FrameRange> plan(FrameRange range, FrameRanges eligible, int[] keyFrames) {
        return Shard.plan(range, eligible, keyFrames, 10).stream()
                .map(Shard::frames)
                .toList();
    }
}
