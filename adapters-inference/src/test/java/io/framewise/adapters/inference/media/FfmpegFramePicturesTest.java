package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.application.media.FrameSource;
import io.framewise.application.media.MediaIndexer.IndexedMedia;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRanges;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegFramePicturesTest {

    private static final DecoderPool POOL = new DecoderPool(Clips.settings(), Clips.containment());

    @TempDir
    Path folder;

    private final Clips clips = new Clips();
    private final FfmpegMediaIndexer indexer = new FfmpegMediaIndexer(POOL);
    private final FfmpegFramePictures pictures = new FfmpegFramePictures(POOL, clips);
    private final FrameDecoder decoder = clips.decoder();

    @AfterAll
    static void close() {
        POOL.close();
    }

    private IndexedMedia index(Path file) {
        return indexer.index(Clips.upload(file), "/file");
    }

    private BufferedImage picture(FrameSource source, int frame, int maxWidth) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(pictures.jpeg(source, frame, maxWidth)));
    }

    @Test
    void aPictureHasTheSizeOfTheFrame() throws IOException {
        Path file = Clips.fixture("h264-bframes.mp4");

        BufferedImage picture = picture(clips.source(file, index(file)), 17, 0);

        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(160, 120);
    }

    @ParameterizedTest
    @CsvSource({"h264-bframes.mp4, 80, 80, 60", "h264-bframes.mp4, 500, 160, 120", "h264-turned.mp4, 60, 60, 80"})
    void aPictureIsMadeSmallerAndNeverLarger(String name, int maxWidth, int width, int height) throws IOException {
        Path file = Clips.fixture(name);

        BufferedImage picture = picture(clips.source(file, index(file)), 3, maxWidth);

        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bt709-tv", "smpte170m-tv", "bt709-pc", "bt2020nc-tv"})
    void coloursAreTheOnesThatWereCoded(String matrixAndRange) throws IOException {
        Path file = Clips.fixture("colour-" + matrixAndRange + ".mp4");

        BufferedImage picture = picture(clips.source(file, index(file)), 0, 0);

        Color colour = new Color(picture.getRGB(32, 32));
        assertThat(colour.getRed()).isBetween(196, 204);
        assertThat(colour.getGreen()).isBetween(56, 64);
        assertThat(colour.getBlue()).isBetween(36, 44);
    }

    @Test
    void imagesAreFramesInTheirOrderAndAsTheyAre() {
        List<String> names = List.of("picture.bmp", "picture.webp", "picture.tiff", "deep.png");
        List<Path> files = names.stream().map(Clips::fixture).toList();
        FrameSource source = clips.images(files, index(files.get(0)));

        Map<Integer, String> frames = Clips.decode(decoder, source, FrameRanges.of(0, 3));

        assertThat(List.copyOf(frames.values()))
                .isEqualTo(names.stream()
                        .map(name -> Clips.picturesByProgram(name).get(0))
                        .toList());
    }

    @Test
    void aDamagedImageFailsAloneAndItsPictureIsAConflict() throws IOException {
        byte[] whole = Files.readAllBytes(Clips.fixture("picture.webp"));
        Path damaged = Files.write(folder.resolve("damaged.webp"), Arrays.copyOf(whole, whole.length / 2));
        List<Path> files = List.of(Clips.fixture("picture.bmp"), damaged, Clips.fixture("colour.jpg"));
        FrameSource source = clips.images(files, index(files.get(0)));

        Map<Integer, String> frames = Clips.decode(decoder, source, FrameRanges.of(0, 2));
        Refusal.Conflict refusal = catchThrowableOfType(Refusal.Conflict.class, () -> pictures.jpeg(source, 1, 0));

        assertThat(frames.get(0)).matches("[0-9a-f]{64}");
        assertThat(frames.get(1)).contains("damaged");
        assertThat(frames.get(2)).matches("[0-9a-f]{64}");
        assertThat(refusal.code()).isEqualTo("frame-undecodable");
    }
}
