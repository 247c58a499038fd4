package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.application.media.FrameSource;
import io.framewise.application.media.MediaIndexer.IndexedMedia;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameRanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegMediaIndexerTest {

    private static final DecoderPool POOL = new DecoderPool(Clips.settings(), Clips.containment());

    @TempDir
    Path folder;

    private final Clips clips = new Clips();
    private final FfmpegMediaIndexer indexer = new FfmpegMediaIndexer(POOL);
    private final FrameDecoder decoder = clips.decoder();

    @AfterAll
    static void close() {
        POOL.close();
    }

    private IndexedMedia index(Path file) {
        return indexer.index(Clips.upload(file), "/files/0");
    }

    private Refusal.Invalid refusal(Path file) {
        Refusal.Invalid refusal = catchThrowableOfType(Refusal.Invalid.class, () -> index(file));
        assertThat(refusal.violations()).allMatch(violation -> violation.path().equals("/files/0"));
        return refusal;
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void aVideoIsDescribed() {
        IndexedMedia media = index(Clips.fixture("h264-bframes.mp4"));

        assertThat(media.video()).isTrue();
        assertThat(media.format()).isEqualTo("mov,mp4,m4a,3gp,3g2,mj2");
        assertThat(media.codec()).isEqualTo("h264");
        assertThat(List.of(media.width(), media.height())).containsExactly(160, 120);
        assertThat(media.frameRate()).isEqualTo(new Fraction(25, 1));
        assertThat(media.frames().count()).isEqualTo(60);
        assertThat(media.frames().keyFrames()).containsExactly(0, 12, 24, 36, 48);
        assertThat(media.frames().seconds(25)).isEqualTo(1.0);
        assertThat(media.findings()).isEmpty();
    }

    @Test
    void framesOfVaryingLengthKeepTheirTimes() {
        IndexedMedia media = index(Clips.fixture("h264-variable-rate.mkv"));

        assertThat(media.frames().seconds(1)).isEqualTo(0.12);
        assertThat(media.frames().seconds(3)).isEqualTo(0.28);
    }

    @Test
    void framesWithoutTimestampsAreCountedAtTheFrameRate() {
        IndexedMedia media = index(Clips.fixture("h264-bframes.avi"));

        assertThat(media.frames().count()).isEqualTo(40);
        assertThat(media.frames().seconds(25)).isEqualTo(1.0);
        assertThat(media.frames().keyFrames()).containsExactly(0, 12, 24, 36);
    }

    @Test
    void refreshByAndByIsNoPlaceToBeginAt() {
        IndexedMedia media = index(Clips.fixture("h264-intra-refresh.mp4"));

        assertThat(media.frames().keyFrames()).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "colour.jpg,mjpeg",
        "grey.jpg,mjpeg",
        "alpha.png,png",
        "deep.png,png",
        "picture.webp,webp",
        "picture.bmp,bmp",
        "picture.tiff,tiff"
    })
    void anImageIsOneFrame(String name, String codec) {
        IndexedMedia media = index(Clips.fixture(name));

        assertThat(media.video()).isFalse();
        assertThat(media.codec()).isEqualTo(codec);
        assertThat(List.of(media.width(), media.height(), media.frames().count()))
                .containsExactly(61, 47, 1);
        assertThat(media.frameRate()).isEqualTo(new Fraction(1, 1));
    }

    @Test
    void ofAVideoThatWasCutOffTheRestIsIndexed() {
        Path cut = Clips.fixture("h264-faststart-cut.mp4");

        IndexedMedia media = index(cut);

        int count = media.frames().count();
        assertThat(count).isBetween(20, 50);
        assertThat(media.findings())
                .containsExactly("The file ends in the middle: " + count + " frames of about 60 can be read.");
        Map<Integer, String> frames = Clips.decode(decoder, clips.source(cut, media), FrameRanges.of(0, count - 1));
        assertThat(List.copyOf(frames.values()).subList(0, count - 4))
                .isEqualTo(Clips.picturesByProgram("h264-faststart-cut.mp4").subList(0, count - 4));
    }

    @Test
    void ofAMatroskaFileThatWasCutOffTheRestIsIndexed() throws IOException {
        byte[] whole = Files.readAllBytes(Clips.fixture("h264-open-gop.mkv"));
        Path cut = file("cut.mkv", Arrays.copyOf(whole, whole.length / 2));

        IndexedMedia media = index(cut);

        int count = media.frames().count();
        assertThat(count).isBetween(15, 50);
        assertThat(media.findings())
                .containsExactly("The file ends in the middle: " + count + " frames of about 60 can be read.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.4, 0.5, 0.55, 0.85})
    void damageFailsTheFramesThatItHitsAndTheOthersStayWhatTheyAre(double place) throws IOException {
        Path whole = Clips.fixture("h264-faststart.mp4");
        byte[] bytes = Files.readAllBytes(whole);
        int from = (int) (bytes.length * place);
        Arrays.fill(bytes, from, from + 300, (byte) 0x5A);
        Path damaged = file("damaged.mp4", bytes);
        FrameSource good = clips.source(whole, index(whole));
        FrameSource bad = clips.source(damaged, index(damaged));

        Map<Integer, String> expected = Clips.decode(decoder, good, FrameRanges.of(0, 59));
        Map<Integer, String> frames = Clips.decode(decoder, bad, FrameRanges.of(0, 59));

        assertThat(bad.frames()).isEqualTo(good.frames());
        List<Integer> failed = frames.keySet().stream()
                .filter(frame -> frames.get(frame).contains("damaged"))
                .toList();
        assertThat(failed).isNotEmpty().hasSizeLessThanOrEqualTo(12);
        expected.keySet().removeAll(failed);
        assertThat(frames).containsAllEntriesOf(expected);
        assertThat(shuffled(bad)).isEqualTo(frames);
    }

    private Map<Integer, String> shuffled(FrameSource source) {
        List<Integer> order = new ArrayList<>(
                FrameRanges.of(source.dataUnit().wholeRange()).frames().boxed().toList());
        Collections.shuffle(order, new Random(11));
        Map<Integer, String> frames = new HashMap<>();
        order.forEach(frame -> frames.putAll(Clips.decode(decoder, source, FrameRanges.of(frame, frame))));
        return frames;
    }

    @Test
    void aRecordingWithoutItsTableOfContentsIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Clips.fixture("h264-bframes.mp4"));

        Refusal.Invalid refusal = refusal(file("cut.mp4", Arrays.copyOf(whole, whole.length / 2)));

        assertThat(refusal.code()).isEqualTo("no-frames");
        assertThat(refusal).hasMessageContaining("cut off");
    }

    @Test
    void anImageThatWasCutOffIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Clips.fixture("picture.webp"));

        Refusal.Invalid refusal = refusal(file("cut.webp", Arrays.copyOf(whole, whole.length / 2)));

        assertThat(refusal.code()).isEqualTo("no-frames");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Minutes of the meeting, 3 May.\n",
                "<!DOCTYPE html><html><body>Not found</body></html>",
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile /etc/passwd\nduration 1\n",
                "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>",
                "#EXTM3U\n/etc/passwd\n",
                ""
            })
    void textIsNotMediaWhateverItNames(String content) throws IOException {
        Refusal.Invalid refusal = refusal(file("holiday.mp4", content.getBytes(StandardCharsets.UTF_8)));

        assertThat(refusal.code()).isEqualTo("not-media");
        assertThat(refusal).hasMessage("The content of the file is neither a video nor an image.");
    }

    @Test
    void randomBytesAreNotMedia() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(5).nextBytes(noise);

        assertThat(refusal(file("noise.bin", noise)).code()).isEqualTo("not-media");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused.gif", "refused.flv", "refused.ts", "refused.mp3"})
    void otherMediaAreRefusedByName(String name) {
        assertThat(refusal(Clips.fixture(name)).code()).isEqualTo("media-format-refused");
    }

    @Test
    void aCodecThatIsNotAllowedIsRefused() {
        Refusal.Invalid refusal = refusal(Clips.fixture("refused-codec.avi"));

        assertThat(refusal.code()).isEqualTo("media-format-refused");
        assertThat(refusal).hasMessageContaining("msmpeg4v2");
    }

    @Test
    void soundAloneHasNoFrames() {
        assertThat(refusal(Clips.fixture("sound-alone.mp4")).code()).isEqualTo("no-frames");
    }

    @ParameterizedTest
    @CsvSource({
        "too-many-pixels, 19199, 1000, 1000, 1000000, h264-bframes.mp4",
        "too-many-pixels, 2866, 1000, 1000, 1000000, deep.png",
        "too-many-frames, 100000, 59, 1000, 1000000, h264-bframes.mp4",
        "too-many-frames, 100000, 39, 1000, 1000000, h264-bframes.avi",
        "too-long, 100000, 1000, 2, 1000000, h264-bframes.mp4",
        "too-long, 100000, 1000, 2, 1000000, h264-open-gop.mkv",
        "too-large, 100000, 1000, 1000, 1000, h264-bframes.mp4"
    })
    void whatGoesBeyondALimitIsRefused(String code, long pixels, int frames, long seconds, long bytes, String name) {
        MediaSettings small = new MediaSettings(
                new Limits(pixels, frames, seconds, bytes),
                10,
                10,
                2,
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                0,
                Clips.NATIVE);

        Refusal.Invalid refusal;
        try (DecoderPool pool = new DecoderPool(small, Clips.containment())) {
            refusal = catchThrowableOfType(
                    Refusal.Invalid.class,
                    () -> new FfmpegMediaIndexer(pool).index(Clips.upload(Clips.fixture(name)), "/files/0"));
        }

        assertThat(refusal.code()).isEqualTo(code);
    }

    @Test
    void aNameInAnyScriptIsRead() throws IOException {
        Path file = Files.copy(Clips.fixture("colour.jpg"), folder.resolve("Straße 交差点.jpg"));

        assertThat(index(file).width()).isEqualTo(61);
    }
}
