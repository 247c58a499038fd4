package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_format3;

import io.framewise.adapters.inference.process.RefusedException;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVProbeData;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** What may be read: everything that is not named here is refused, whatever FFmpeg could do with it. */
final class Formats {

    static final Set<String> VIDEOS = Set.of("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "avi");
    static final Set<String> IMAGES = Set.of("jpeg_pipe", "png_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe");

    /** As one list for FFmpeg, which then refuses the others itself. */
    static final String FORMAT_LIST = String.join(",", VIDEOS) + "," + String.join(",", IMAGES);

    /** Codec to the decoder that is used for it. */
    private static final Map<String, String> DECODERS = Map.ofEntries(
            Map.entry("h264", "h264"),
            Map.entry("hevc", "hevc"),
            Map.entry("vp8", "vp8"),
            Map.entry("vp9", "vp9"),
            Map.entry("av1", "libaom-av1"),
            Map.entry("mpeg4", "mpeg4"),
            Map.entry("prores", "prores"),
            Map.entry("mjpeg", "mjpeg"),
            Map.entry("png", "png"),
            Map.entry("webp", "webp"),
            Map.entry("bmp", "bmp"),
            Map.entry("tiff", "tiff"));

    static final String CODEC_LIST = String.join(",", DECODERS.values());

    /** Media for sure, though not for us: these get a better answer than "not media". */
    private static final Set<String> OTHER_MEDIA = Set.of(
            "flv",
            "mpegts",
            "mpeg",
            "mpegvideo",
            "asf",
            "gif",
            "apng",
            "ogg",
            "mxf",
            "rm",
            "wav",
            "mp3",
            "aac",
            "flac",
            "h264",
            "hevc",
            "ivf",
            "dv",
            "nut",
            "jpegxl_pipe",
            "j2k_pipe",
            "psd_pipe",
            "exr_pipe",
            "dpx_pipe",
            "qoi_pipe");

    private static final int HEAD = 256 * 1024;
    private static final int PADDING = 64;
    private static final int DOUBTFUL = 25;

    private Formats() {}

    /** @throws RefusedException when the content is not of an allowed format; the name of the file says nothing */
    static AVInputFormat of(String path) throws IOException, RefusedException {
        byte[] head;
        try (FileInputStream in = new FileInputStream(path)) {
            head = in.readNBytes(HEAD);
        }
        String name;
        AVInputFormat format;
        try (BytePointer bytes = new BytePointer(HEAD + PADDING);
                BytePointer noName = new BytePointer("");
                AVProbeData probe = new AVProbeData()) {
            bytes.fill(0);
            bytes.put(head, 0, head.length);
            int[] score = new int[1];
            format = av_probe_input_format3(
                    probe.filename(noName).buf(bytes).buf_size(head.length).mime_type(null), 1, score);
            name = format == null || format.isNull() || score[0] <= DOUBTFUL
                    ? ""
                    : format.name().getString();
        }
        if (VIDEOS.contains(name) || IMAGES.contains(name)) {
            return format;
        }
        if (OTHER_MEDIA.contains(name)) {
            throw new RefusedException(
                    "media-format-refused",
                    "Files of the kind \"" + name.replace("_pipe", "")
                            + "\" are not taken. Videos may be MP4, MOV, WebM, Matroska or AVI;"
                            + " images JPEG, PNG, WebP, BMP or TIFF.");
        }
        throw new RefusedException("not-media", "The content of the file is neither a video nor an image.");
    }

    /** The decoder for a codec, or null when the codec is not allowed. */
    static @Nullable AVCodec decoder(int codecId) {
        String decoder = DECODERS.get(codecName(codecId));
        if (decoder == null) {
            return null;
        }
        AVCodec codec = avcodec_find_decoder_by_name(decoder);
        return codec == null || codec.isNull() ? null : codec;
    }

    static String codecName(int codecId) {
        return avcodec_get_name(codecId).getString();
    }
}
