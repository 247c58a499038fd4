package io.framewise.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrameIndexTest {

    private static final Fraction MILLIS = new Fraction(1, 1000);

    /** Five frames at an uneven pace, not from 0; every other one decodes by itself, but not the first. */
    private static FrameIndex uneven() {
        return new FrameIndex(MILLIS, new long[] {-40, 0, 33, 100, 101}, new int[] {1, 3});
    }

    @Test
    void framesAreNumberedInTheOrderOfTheirTimestamps() {
        FrameIndex frames = uneven();

        assertThat(frames.count()).isEqualTo(5);
        assertThat(frames.pts(0)).isEqualTo(-40);
        assertThat(frames.pts(4)).isEqualTo(101);
    }

    @Test
    void theFirstFrameIsAtZeroSeconds() {
        FrameIndex frames = uneven();

        assertThat(frames.seconds(0)).isZero();
        assertThat(frames.seconds(3)).isCloseTo(0.140, within(1e-9));
    }

    @Test
    void aFrameIsFoundByItsTimestamp() {
        FrameIndex frames = uneven();

        assertThat(frames.frameAt(33)).isEqualTo(2);
        assertThat(frames.frameAt(-40)).isZero();
        assertThat(frames.frameAt(34)).isNegative();
        assertThat(frames.frameAt(1000)).isNegative();
    }

    @Test
    void decodingStartsAtTheLastKeyFrameThatIsNotAfterAFrame() {
        FrameIndex frames = uneven();

        assertThat(frames.keyFrameBefore(4)).isEqualTo(3);
        assertThat(frames.keyFrameBefore(3)).isEqualTo(3);
        assertThat(frames.keyFrameBefore(2)).isEqualTo(1);
        assertThat(frames.keyFrameBefore(0))
                .as("at the start when there is none")
                .isZero();
    }

    @Test
    void picturesOfTheirOwnAreOneSecondApartAndAllKeyFrames() {
        FrameIndex frames = FrameIndex.ofImages(3);

        assertThat(frames).isEqualTo(new FrameIndex(new Fraction(1, 1), new long[] {0, 1, 2}, new int[] {0, 1, 2}));
    }

    @Test
    void anIndexHasFramesWhoseTimestampsAscend() {
        assertThatThrownBy(() -> new FrameIndex(MILLIS, new long[0], new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameIndex(MILLIS, new long[] {0, 5, 5}, new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame 2");
        assertThatThrownBy(() -> new FrameIndex(MILLIS, new long[] {0, 5, 4}, new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keyFramesAreAscendingFramesOfTheIndex() {
        long[] pts = {0, 1, 2};

        assertThatThrownBy(() -> new FrameIndex(MILLIS, pts, new int[] {3}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameIndex(MILLIS, pts, new int[] {-1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameIndex(MILLIS, pts, new int[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyChangesAnIndexFromOutside() {
        long[] pts = {0, 1};
        int[] keyFrames = {0};
        FrameIndex frames = new FrameIndex(MILLIS, pts, keyFrames);

        pts[0] = 7;
        keyFrames[0] = 1;
        frames.pts()[1] = 9;
        frames.keyFrames()[0] = 1;

        assertThat(frames).isEqualTo(new FrameIndex(MILLIS, new long[] {0, 1}, new int[] {0}));
    }

    @Test
    void indexesWithTheSameFramesAreEqual() {
        assertThat(uneven()).isEqualTo(uneven()).hasSameHashCodeAs(uneven());
        assertThat(uneven()).isNotEqualTo(FrameIndex.ofImages(5));
    }

    @Test
    void aFractionHasADenominatorAboveZero() {
        assertThat(new Fraction(30_000, 1001).value()).isCloseTo(29.97, within(0.001));
        assertThatThrownBy(() -> new Fraction(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fraction(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
