package io.framewise.domain.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrideTest {

    private static final FrameRange RANGE = new FrameRange(7, 30);

    @Test
    void everyNthFrameOfTheRangeIsSampled() {
        assertThat(sampled(10, FrameRanges.of(RANGE))).containsExactly(7, 17, 27);
        assertThat(sampled(100, FrameRanges.of(RANGE))).containsExactly(7);
        assertThat(new Stride(1).sampled(RANGE, FrameRanges.of(9, 12))).isEqualTo(FrameRanges.of(9, 12));
    }

    @Test
    void afterAGapTheFirstFrameIsSampledSoThatNothingIsHeldAcrossIt() {
        FrameRanges eligible = FrameRanges.ofAll(List.of(new FrameRange(9, 12), new FrameRange(14, 18)));

        assertThat(sampled(10, eligible)).containsExactly(9, 14, 17);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shardsBeginWhereTheStrideHasAFrame(long seed) {
        Random random = new Random(seed);
        Stride stride = new Stride(1 + random.nextInt(40));
        FrameRange range = new FrameRange(random.nextInt(50), 50 + random.nextInt(500));
        FrameRanges eligible = FrameRanges.ofAll(IntStream.range(0, 20)
                        .map(i -> random.nextInt(600))
                        .mapToObj(first -> new FrameRange(first, first + random.nextInt(30)))
                        .toList())
                .intersect(range);
        int[] keys = random.ints(30, 0, 600).sorted().distinct().toArray();

        List<Shard> plan = Shard.plan(range, eligible, stride, keys, 10);

        int next = range.first();
        FrameRanges sampled = FrameRanges.NONE;
        for (int i = 0; i < plan.size(); i++) {
            FrameRange frames = plan.get(i).frames();
            assertThat(plan.get(i).number()).isEqualTo(i);
            assertThat(frames.first()).isEqualTo(next);
            assertThat((frames.first() - range.first()) % stride.frames()).isZero();
            sampled = sampled.union(stride.sampled(range, eligible.intersect(frames)));
            next = frames.last() + 1;
        }
        assertThat(next).isEqualTo(range.last() + 1);
        assertThat(sampled).isEqualTo(stride.sampled(range, eligible));
    }

    @Test
    void aStrideIsOneToTenThousandFrames() {
        for (int frames : new int[] {0, -1, 10_001, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> new Stride(frames))
                    .isInstanceOfSatisfying(
                            Refusal.Invalid.class,
                            invalid -> assertThat(invalid.violations().get(0).path())
                                    .isEqualTo("/stride"));
        }
        assertThat(new Stride(10_000).frames()).isEqualTo(10_000);
    }

    private static int[] sampled(int stride, FrameRanges eligible) {
        return new Stride(stride).sampled(RANGE, eligible).frames().toArray();
    }
}
