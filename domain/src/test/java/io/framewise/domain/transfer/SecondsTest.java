package io.framewise.domain.transfer;

import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aVideo;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondsTest {

    private static final FrameIndex UNEVEN =
            new FrameIndex(new Fraction(1, 1000), new long[] {500, 540, 580, 1000}, new int[] {0});

    private final DataUnit video = aVideo(aProject());

    @Test
    void theyBeginWithTheFirstFrameAndEndWhereTheNextFrameBegins() {
        assertThat(Seconds.of(video, UNEVEN, new FrameRange(0, 0))).contains(new Seconds(0, 0.04));
        assertThat(Seconds.of(video, UNEVEN, new FrameRange(1, 2))).contains(new Seconds(0.04, 0.5));
    }

    @Test
    void theLastFrameLastsAsLongAsTheAverageOne() {
        assertThat(Seconds.of(video, UNEVEN, new FrameRange(3, 3))).contains(new Seconds(0.5, 0.533367));
    }

    @Test
    void imagesAreNotShownAtATime() {
        DataUnit images = new DataUnit(
                video.id(),
                video.projectId(),
                "Pictures",
                MediaKind.IMAGE,
                video.contentHash(),
                1,
                640,
                480,
                new Fraction(1, 1),
                0,
                List.of(),
                video.createdAt());

        assertThat(Seconds.of(images, FrameIndex.ofImages(1), new FrameRange(0, 0)))
                .isEmpty();
    }
}
