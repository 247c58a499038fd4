package io.framewise.domain.media;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Refusals.messages;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataUnitTest {

    @Test
    void theWholeRangeHasEveryFrame() {
        DataUnit video = aVideo(aProject());

        assertThat(video.wholeRange()).isEqualTo(FrameRange.of(0, 99));
    }

    @Test
    void aRangeBeyondTheLastFrameIsRefusedAndSaysWhichFramesThereAre() {
        DataUnit video = aVideo(aProject());

        assertThatCode(() -> video.checkHas(FrameRange.of(98, 99), "/frameRange"))
                .doesNotThrowAnyException();
        assertThat(violations(() -> video.checkHas(FrameRange.of(98, 100), "/frameRange")))
                .containsExactly("/frameRange/last frame-out-of-range");
        assertThat(messages(() -> video.checkHas(FrameRange.of(98, 100), "/frameRange")))
                .containsExactly("\"Crossing\" has the frames 0 to 99; there is no frame 100.");
    }

    @Test
    void imagesHaveOneFileForEachFrameAndAVideoHasOne() {
        FrameRange some = FrameRange.of(2, 4);

        assertThat(frames(MediaKind.IMAGE_GROUP, 5).files(some)).isEqualTo(some);
        assertThat(frames(MediaKind.VIDEO, 5).files(some)).isEqualTo(FrameRange.single(0));
    }

    @Test
    void thereIsAFrameAndOfAnImageNoSecondOne() {
        assertThatThrownBy(() -> frames(MediaKind.VIDEO, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> frames(MediaKind.IMAGE, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTitleHasALength() {
        assertThat(violations(() -> titled(" "))).containsExactly("/title title-length");
        assertThat(violations(() -> titled("x".repeat(201)))).containsExactly("/title title-length");
        assertThat(titled(" Crossing ").title()).isEqualTo("Crossing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"})
    void aContentHashHas64LowerCaseHexadecimalDigits(String value) {
        assertThatThrownBy(() -> new ContentHash(value)).isInstanceOf(IllegalArgumentException.class);
    }

    private static DataUnit frames(MediaKind kind, int frames) {
        return dataUnit("Pictures", kind, frames);
    }

    private static DataUnit titled(String title) {
        return dataUnit(title, MediaKind.IMAGE, 1);
    }

    private static DataUnit dataUnit(String title, MediaKind kind, int frames) {
        return new DataUnit(
                new DataUnitId(UUID.randomUUID()),
                aProject().id(),
                title,
                kind,
                hashOf("pictures"),
                frames,
                4,
                3,
                new Fraction(1, 1),
                0,
                List.of(),
                NOW);
    }
}
