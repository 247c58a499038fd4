package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.media.FrameSource;
import io.framewise.application.media.MediaIndexer.IndexedMedia;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frame n is the n-th picture that decoding from the beginning gives: same count, same order, same pixels. */
class FrameAccessTest {

    private static final DecoderPool POOL = new DecoderPool(Clips.settings(), Clips.containment());

    private final Clips clips = new Clips();
    private final FfmpegMediaIndexer indexer = new FfmpegMediaIndexer(POOL);
    private final FrameDecoder decoder = clips.decoder();

    @AfterAll
    static void close() {
        POOL.close();
    }

    private FrameSource index(String name) {
        Path file = Clips.fixture(name);
        return clips.source(file, indexer.index(Clips.upload(file), "/file"));
    }

    private Map<Integer, String> all(FrameSource source) {
        return Clips.decode(decoder, source, FrameRanges.of(source.dataUnit().wholeRange()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264-bframes.mp4",
                "h264-open-gop.mkv",
                "h264-open-gop.mp4",
                "h264-intra-refresh.mp4",
                "h264-interlaced.mp4",
                "h264-bframes.avi",
                "h264-late-start.mkv",
                "h264-variable-rate.mkv",
                "h264-edit-list.mp4",
                "h264-sound.mov",
                "hevc-open-gop.mp4",
                "hevc-open-gop-cut.mkv",
                "vp8-alt-ref.webm",
                "vp9-alt-ref.webm",
                "av1.mkv",
                "av1.mp4",
                "mpeg4-bframes.avi",
                "mpeg4-bframes.mp4",
                "mjpeg.avi"
            })
    void theFramesAreThePicturesThatFfmpegsProgramPutsOut(String name) {
        FrameSource source = index(name);

        Map<Integer, String> frames = all(source);

        assertThat(new ArrayList<>(frames.values())).isEqualTo(Clips.picturesByProgram(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264-bframes.mp4",
                "h264-open-gop.mkv",
                "h264-open-gop.mp4",
                "h264-open-gop-cut.mkv",
                "h264-intra-refresh.mp4",
                "h264-interlaced.mp4",
                "h264-bframes.avi",
                "h264-late-start.mkv",
                "h264-variable-rate.mkv",
                "h264-edit-list.mp4",
                "h264-sound.mov",
                "h264-turned.mp4",
                "hevc-open-gop.mp4",
                "hevc-open-gop-cut.mkv",
                "vp8-alt-ref.webm",
                "vp9-alt-ref.webm",
                "av1.mkv",
                "av1.mp4",
                "mpeg4-bframes.avi",
                "mpeg4-bframes.mp4",
                "mjpeg.avi"
            })
    void aFrameHasTheSamePixelsWhateverWasAskedForBefore(String name) {
        FrameSource source = index(name);
        Map<Integer, String> inOrder = all(source);
        List<Integer> order = new ArrayList<>(inOrder.keySet());
        Collections.shuffle(order, new Random(7));

        Map<Integer, String> shuffled = new HashMap<>();
        for (int frame : order) {
            shuffled.putAll(Clips.decode(decoder, source, FrameRanges.of(frame, frame)));
        }

        assertThat(shuffled).isEqualTo(inOrder);
        assertThat(inOrder.values()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes.mp4", "h264-open-gop.mkv", "h264-bframes.avi", "vp9-alt-ref.webm", "av1.mkv"})
    void sparseFramesOfOneRequestAreTheSameToo(String name) {
        FrameSource source = index(name);
        Map<Integer, String> inOrder = all(source);
        int last = source.frames().count() - 1;
        FrameRanges sparse = FrameRanges.ofAll(
                List.of(FrameRange.of(1, 2), FrameRange.single(11), FrameRange.of(14, 16), FrameRange.single(last)));

        Map<Integer, String> some = Clips.decode(decoder, source, sparse);

        assertThat(some.keySet())
                .containsExactlyElementsOf(sparse.frames().boxed().toList());
        assertThat(inOrder).containsAllEntriesOf(some);
    }

    @Test
    void picturesThatLackWhatWasCutOffAreNotFrames() {
        IndexedMedia whole = indexer.index(Clips.upload(Clips.fixture("h264-open-gop.mkv")), "/file");
        FrameSource source = index("h264-open-gop-cut.mkv");

        Map<Integer, String> cut = all(source);

        List<String> ofWhole = List.copyOf(
                all(clips.source(Clips.fixture("h264-open-gop.mkv"), whole)).values());
        assertThat(ofWhole).endsWith(cut.values().toArray(String[]::new));
    }

    @Test
    void aTurnedVideoIsUpright() {
        Path file = Clips.fixture("h264-turned.mp4");

        IndexedMedia media = indexer.index(Clips.upload(file), "/file");

        FrameSource source = clips.source(file, media);
        assertThat(media.rotation()).isEqualTo(270);
        assertThat(List.of(media.width(), media.height())).containsExactly(120, 160);
        assertThat(List.copyOf(all(source).values())).isEqualTo(Clips.picturesByProgram("h264-turned.mp4"));
    }
}
