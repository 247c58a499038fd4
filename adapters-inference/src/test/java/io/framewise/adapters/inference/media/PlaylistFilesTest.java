package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.domain.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads that name another file: a good video, so that following the name would succeed. */
class PlaylistFilesTest {

    private static final DecoderPool POOL = new DecoderPool(Clips.settings(), Clips.containment());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        POOL.close();
    }

    private enum Playlist {
        HLS("clip.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile://%1$s\n#EXT-X-ENDLIST\n"),
        HLS_NAMED_AS_A_VIDEO("clip.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n%1$s\n#EXT-X-ENDLIST\n"),
        HLS_OF_A_DATA_URI("clip.mp4", "#EXTM3U\n#EXTINF:3,\ndata:video/mp4;base64,%2$s\n#EXT-X-ENDLIST\n"),
        HLS_WITH_A_MAP("clip.mp4", "#EXTM3U\n#EXT-X-MAP:URI=\"%1$s\"\n#EXTINF:3,\n%1$s\n#EXT-X-ENDLIST\n"),
        HLS_WITH_A_KEY(
                "clip.mp4",
                "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"file://%1$s\"\n#EXTINF:3,\n%1$s\n#EXT-X-ENDLIST\n"),
        HLS_OF_PLAYLISTS("clip.mp4", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfile://%1$s\n"),
        CONCAT("clip.ffconcat", "ffconcat version 1.0\nfile '%1$s'\n"),
        CONCAT_NAMED_AS_A_VIDEO("clip.mp4", "ffconcat version 1.0\nfile '%1$s'\n"),
        CONCAT_PROTOCOL("clip.mp4", "concat:%1$s|%1$s"),
        DATA_URI("clip.mp4", "data:video/mp4;base64,%2$s"),
        DASH("clip.mpd", "%3$s"),
        DASH_NAMED_AS_A_VIDEO("clip.mp4", "%3$s"),
        SMIL("clip.mp4", "<smil><body><video src=\"file://%1$s\"/></body></smil>"),
        SDP("clip.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
        SVG("clip.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file://%1$s\"/></svg>");

        private final String name;
        private final String content;

        Playlist(String name, String content) {
            this.name = name;
            this.content = content;
        }

        private String of(Path video) throws IOException {
            String dash = "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
                    + " mediaPresentationDuration=\"PT3S\"><Period><AdaptationSet mimeType=\"video/mp4\">"
                    + "<Representation id=\"1\" bandwidth=\"1\"><BaseURL>file://" + video
                    + "</BaseURL></Representation></AdaptationSet></Period></MPD>";
            return content.formatted(video, Base64.getEncoder().encodeToString(Files.readAllBytes(video)), dash);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAFileNamesIsNotOpened(Playlist playlist) throws IOException {
        Path video = Files.copy(Clips.fixture("h264-bframes.mp4"), folder.resolve("good.mp4"));
        Path file = Files.writeString(folder.resolve(playlist.name), playlist.of(video));

        Refusal.Invalid refusal = catchThrowableOfType(
                Refusal.Invalid.class, () -> new FfmpegMediaIndexer(POOL).index(Clips.upload(file), "/files/0"));

        assertThat(refusal.code()).isEqualTo("not-media");
        assertThat(refusal).hasMessage("The content of the file is neither a video nor an image.");
    }
}
