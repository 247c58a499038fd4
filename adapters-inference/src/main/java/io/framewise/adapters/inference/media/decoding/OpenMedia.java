package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_TIMED_THUMBNAILS;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import io.framewise.adapters.inference.process.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** A file that was opened within the allow-lists, its best video stream, and a decoder for that. */
final class OpenMedia implements AutoCloseable {

    private static final int DISCARD_ALL = 48;
    private static final int STRICT = 1;

    final AVFormatContext container;
    final boolean video;
    private final Limits limits;
    private int streamIndex;
    private AVCodecContext decoder = new AVCodecContext(null);

    private OpenMedia(AVFormatContext container, boolean video, Limits limits) {
        this.container = container;
        this.video = video;
        this.limits = limits;
    }

    static OpenMedia open(String path, Limits limits) throws IOException, RefusedException {
        AVInputFormat format = Formats.of(path);
        AVFormatContext container = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        // A file may name others (playlists, data references): nothing but the file itself is ever opened.
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "format_whitelist", Formats.FORMAT_LIST, 0);
        av_dict_set(options, "codec_whitelist", Formats.CODEC_LIST, 0);
        int opened;
        try (BytePointer url = new BytePointer("file:" + path, StandardCharsets.UTF_8)) {
            opened = avformat_open_input(container, url, format, options);
        } finally {
            av_dict_free(options);
        }
        boolean video = Formats.VIDEOS.contains(format.name().getString());
        if (opened < 0) {
            throw new RefusedException(
                    "no-frames",
                    video
                            ? "The video cannot be opened: its table of contents is missing or damaged. It was perhaps"
                                    + " cut off, or its recording was not finished. (" + Errors.text(opened) + ")"
                            : "The image cannot be opened: it is damaged. (" + Errors.text(opened) + ")");
        }
        OpenMedia media = new OpenMedia(container, video, limits);
        try {
            media.prepare();
            return media;
        } catch (RefusedException | RuntimeException e) {
            media.close();
            throw e;
        }
    }

    private void prepare() throws RefusedException {
        for (int i = 0; i < container.nb_streams(); i++) {
            AVStream stream = container.streams(i);
            if (isPicture(stream)) {
                limits.checkPixels(stream.codecpar().width(), stream.codecpar().height());
            } else {
                stream.discard(DISCARD_ALL);
            }
        }
        lookInside();
        streamIndex = bestStream();
        for (int i = 0; i < container.nb_streams(); i++) {
            if (i != streamIndex) {
                container.streams(i).discard(DISCARD_ALL);
            }
        }
        limits.checkPixels(parameters().width(), parameters().height());
        openDecoder();
    }

    /** Lets FFmpeg find out what the header does not tell, with our limits on the decoders that it tries. */
    private void lookInside() throws RefusedException {
        int streams = container.nb_streams();
        AVDictionary[] options = new AVDictionary[streams];
        try (PointerPointer<AVDictionary> each = new PointerPointer<>(Math.max(1, streams))) {
            for (int i = 0; i < streams; i++) {
                options[i] = new AVDictionary(null);
                // Sizes of images are found out without decoding them, and are checked after that.
                av_dict_set(options[i], "max_pixels", String.valueOf(video ? limits.pixels() : Integer.MAX_VALUE), 0);
                av_dict_set(options[i], "threads", "1", 0);
                each.put(i, options[i]);
            }
            int found = avformat_find_stream_info(container, each);
            for (int i = 0; i < streams; i++) {
                AVDictionary unused = each.get(AVDictionary.class, i);
                if (unused != null) {
                    av_dict_free(unused);
                }
            }
            if (found < 0) {
                throw new RefusedException("no-frames", "Nothing in the file can be read: " + Errors.text(found) + ".");
            }
        }
    }

    private int bestStream() throws RefusedException {
        int best = -1;
        long bestScore = -1;
        String refused = "";
        for (int i = 0; i < container.nb_streams(); i++) {
            AVStream stream = container.streams(i);
            if (!isPicture(stream)) {
                continue;
            }
            AVCodecParameters parameters = stream.codecpar();
            if (Formats.decoder(parameters.codec_id()) == null) {
                refused = Formats.codecName(parameters.codec_id());
                continue;
            }
            boolean standard = (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
            long score = (long) parameters.width() * parameters.height() + (standard ? 1L << 40 : 0);
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        if (best >= 0) {
            return best;
        }
        throw refused.isEmpty()
                ? new RefusedException("no-frames", "There are no pictures in the file.")
                : new RefusedException(
                        "media-format-refused", "The pictures are coded as \"" + refused + "\", which is not taken.");
    }

    private static boolean isPicture(AVStream stream) {
        return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
                && (stream.disposition() & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS)) == 0;
    }

    private void openDecoder() throws RefusedException {
        AVCodec codec = Formats.decoder(parameters().codec_id());
        decoder = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(decoder, parameters());
        decoder.pkt_timebase(stream().time_base());
        // One thread: the same pictures every time, also in damaged files, and as many processes as there is work.
        decoder.thread_count(1);
        decoder.max_pixels(limits.pixels());
        if (codecName().equals("h264")) {
            // Streams that do not tell how far pictures are reordered: wait for all that is possible, else some are
            // lost.
            decoder.strict_std_compliance(STRICT);
        }
        int opened = avcodec_open2(decoder, codec, (AVDictionary) null);
        if (opened < 0) {
            throw new RefusedException(
                    "no-frames", "The " + codecName() + " pictures cannot be decoded: " + Errors.text(opened) + ".");
        }
    }

    AVStream stream() {
        return container.streams(streamIndex);
    }

    int streamIndex() {
        return streamIndex;
    }

    AVCodecContext decoder() {
        return decoder;
    }

    AVCodecParameters parameters() {
        return stream().codecpar();
    }

    String codecName() {
        return Formats.codecName(parameters().codec_id());
    }

    String formatName() {
        return container.iformat().name().getString();
    }

    Ratio timeBase() {
        return new Ratio(stream().time_base().num(), stream().time_base().den());
    }

    /** Degrees clockwise to turn the coded pictures, to the next quarter. */
    int rotation() {
        AVPacketSideData matrix = av_packet_side_data_get(
                parameters().coded_side_data(), parameters().nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (!video || matrix == null || matrix.isNull()) {
            return 0;
        }
        double counterClockwise = av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(counterClockwise) ? 0 : Math.floorMod(Math.round(-counterClockwise / 90) * 90, 360);
    }

    @Override
    public void close() {
        if (!decoder.isNull()) {
            avcodec_free_context(decoder);
        }
        avformat_close_input(container);
    }
}
