package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.adapters.inference.media.decoding.LocalFrameDecoder;
import io.framewise.adapters.inference.process.RefusedException;
import io.framewise.application.media.FrameSource;
import io.framewise.application.media.MediaIndexer.IndexedMedia;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRanges;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Networks see the pixels of a JPEG that Pillow sees, whatever FFmpeg makes of them. */
class JpegPixelsTest {

    @TempDir
    private Path folder;

    private final LocalFrameDecoder decoder =
            new LocalFrameDecoder(Clips.settings().limits(), hash -> Path.of("none"), () -> {}, frame -> {});

    private static Path jpeg(String name) throws URISyntaxException {
        return Path.of(JpegPixelsTest.class.getResource("/jpeg/" + name).toURI());
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/jpeg/pixels.csv")
    void pixels_are_those_of_pillow(String name, int width, int height, String sha256) throws Exception {
        RgbPicture picture = decoder.image(jpeg(name));

        assertThat(picture.width()).isEqualTo(width);
        assertThat(picture.height()).isEqualTo(height);
        assertThat(Clips.sha256(picture.copy().rgb().array())).isEqualTo(sha256);
    }

    @Test
    void jpegs_of_an_image_group_have_them_too() throws Exception {
        Clips clips = new Clips();
        IndexedMedia first = new IndexedMedia(
                false, "jpeg_pipe", "mjpeg", 97, 61, new Fraction(1, 1), 0, FrameIndex.ofImages(1), List.of());
        FrameSource source = clips.images(List.of(jpeg("420.jpg"), jpeg("grey.jpg")), first);

        Map<Integer, String> frames = Clips.decode(clips.decoder(), source, FrameRanges.of(0, 1));

        assertThat(frames)
                .containsExactly(
                        Map.entry(0, "22d4ee1c79585551f7cec036ac2376964be9fb705f64921fa0038154204ad272"),
                        Map.entry(1, "fb6fdf7183ee34ec7b582cdc73a87750149d71179c18e2fdf0ba378d5dd1b08c"));
    }

    @Test
    void a_jpeg_that_was_cut_off_is_damaged() throws IOException, URISyntaxException {
        byte[] whole = Files.readAllBytes(jpeg("420.jpg"));
        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> decoder.image(cut)).isInstanceOf(RefusedException.class);
    }

    @Test
    void segments_that_lie_about_their_length_are_refused() throws IOException, URISyntaxException {
        byte[] whole = Files.readAllBytes(jpeg("420.jpg"));
        for (int at = 2; at < 60; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) 0xFF;
            Path file = Files.write(folder.resolve("changed.jpg"), changed);
            try {
                assertThat(decoder.image(file).rgb().limit()).isPositive();
            } catch (RefusedException e) {
                assertThat(e.sentence()).isNotBlank();
            }
        }
    }
}
