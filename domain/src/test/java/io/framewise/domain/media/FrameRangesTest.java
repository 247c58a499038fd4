package io.framewise.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frame arithmetic, held against sets of bits. */
class FrameRangesTest {

    private static final int FRAMES = 70;

    @ParameterizedTest
    @CsvSource({"-1, 3", "4, 3", "0, 2147483647"})
    void aRangeHasAFirstFrameAndALastThatIsNotBeforeIt(int first, int last) {
        assertThatThrownBy(() -> new FrameRange(first, last)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangesSpanFromTheFirstFrameToTheLast() {
        FrameRanges apart = FrameRanges.ofAll(List.of(FrameRange.of(7, 9), FrameRange.of(2, 3)));

        assertThat(apart.span()).isEqualTo(FrameRange.of(2, 9));
        assertThatThrownBy(FrameRanges.NONE::span).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bothEndsOfARangeBelongToIt() {
        FrameRange range = FrameRange.of(3, 5);

        assertThat(range.count()).isEqualTo(3);
        assertThat(range.contains(2)).isFalse();
        assertThat(range.contains(3)).isTrue();
        assertThat(range.contains(5)).isTrue();
        assertThat(range.contains(6)).isFalse();
        assertThat(range).hasToString("3..5");
    }

    @Test
    void rangesThatShareAFrameOverlapAndNeighboursDoNot() {
        FrameRange range = FrameRange.of(3, 5);

        assertThat(range.overlaps(FrameRange.of(5, 9))).isTrue();
        assertThat(range.overlaps(FrameRange.of(0, 3))).isTrue();
        assertThat(range.overlaps(FrameRange.of(6, 9))).isFalse();
        assertThat(range.contains(FrameRange.of(3, 5))).isTrue();
        assertThat(range.contains(FrameRange.of(3, 6))).isFalse();
    }

    @Test
    void rangesOfASetAreAscendingAndApart() {
        List<FrameRange> touching = List.of(FrameRange.of(0, 3), FrameRange.of(4, 5));
        List<FrameRange> descending = List.of(FrameRange.of(8, 9), FrameRange.of(0, 3));

        assertThatThrownBy(() -> new FrameRanges(touching)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameRanges(descending)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyRangesBecomeTheFewestThatHoldTheirFrames() {
        List<FrameRange> any =
                List.of(FrameRange.of(10, 12), FrameRange.of(4, 5), FrameRange.of(0, 3), FrameRange.of(11, 20));

        FrameRanges ranges = FrameRanges.ofAll(any);

        assertThat(ranges.ranges()).containsExactly(FrameRange.of(0, 5), FrameRange.of(10, 20));
    }

    @Test
    void theLastPossibleFrameOverflowsNothing() {
        FrameRange all = FrameRange.of(0, Integer.MAX_VALUE - 1);

        FrameRanges rest = FrameRanges.of(all).minus(FrameRanges.of(1, Integer.MAX_VALUE - 1));

        assertThat(rest).isEqualTo(FrameRanges.of(0, 0));
        assertThat(FrameRanges.of(all).union(FrameRanges.of(all)).count()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aSetOfFramesIsWhatASetOfBitsIs() {
        Random random = new Random(20_260_302);
        for (int round = 0; round < 2000; round++) {
            BitSet bits = bits(random);

            FrameRanges ranges = FrameRanges.of(bits);

            assertThat(bits(ranges)).isEqualTo(bits);
            assertThat(ranges.count()).isEqualTo(bits.cardinality());
            assertThat(ranges.isEmpty()).isEqualTo(bits.isEmpty());
            assertThat(ranges.frames().boxed())
                    .containsExactlyElementsOf(bits.stream().boxed().toList());
            for (int frame = 0; frame < FRAMES + 2; frame++) {
                assertThat(ranges.contains(frame)).isEqualTo(bits.get(frame));
            }
        }
    }

    @Test
    void theFramesForWhichSomethingHoldsAreThoseOfTheRange() {
        Random random = new Random(20_260_305);
        for (int round = 0; round < 2000; round++) {
            BitSet bits = bits(random);
            FrameRange within = FrameRange.of(random.nextInt(30), 30 + random.nextInt(FRAMES));

            FrameRanges ranges = FrameRanges.where(within, bits::get);

            assertThat(ranges).isEqualTo(FrameRanges.of(bits).intersect(within));
        }
    }

    @Test
    void unionIntersectionAndDifferenceAreThoseOfSetsOfBits() {
        Random random = new Random(20_260_303);
        for (int round = 0; round < 5000; round++) {
            BitSet one = bits(random);
            BitSet other = bits(random);
            FrameRanges a = FrameRanges.of(one);
            FrameRanges b = FrameRanges.of(other);

            BitSet union = copy(one);
            union.or(other);
            assertThat(a.union(b)).isEqualTo(FrameRanges.of(union));
            BitSet common = copy(one);
            common.and(other);
            assertThat(a.intersect(b)).isEqualTo(FrameRanges.of(common));
            BitSet rest = copy(one);
            rest.andNot(other);
            assertThat(a.minus(b)).isEqualTo(FrameRanges.of(rest));
        }
    }

    @Test
    void rangesInAnyOrderAreTheUnionOfTheirFrames() {
        Random random = new Random(20_260_304);
        for (int round = 0; round < 2000; round++) {
            BitSet bits = new BitSet();
            List<FrameRange> any = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                int first = random.nextInt(FRAMES);
                FrameRange range = FrameRange.of(first, first + random.nextInt(9));
                any.add(range);
                bits.set(range.first(), range.last() + 1);
            }
            Collections.shuffle(any, random);

            FrameRanges ranges = FrameRanges.ofAll(any);

            assertThat(ranges).isEqualTo(FrameRanges.of(bits));
        }
    }

    private static BitSet bits(Random random) {
        BitSet bits = new BitSet();
        double density = random.nextDouble();
        for (int frame = 0; frame < FRAMES; frame++) {
            bits.set(frame, random.nextDouble() < density);
        }
        return bits;
    }

    private static BitSet bits(FrameRanges ranges) {
        BitSet bits = new BitSet();
        ranges.ranges().forEach(range -> bits.set(range.first(), range.last() + 1));
        return bits;
    }

    private static BitSet copy(BitSet bits) {
        return (BitSet) bits.clone();
    }
}
