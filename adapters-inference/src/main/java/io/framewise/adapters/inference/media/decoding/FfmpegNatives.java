package io.framewise.adapters.inference.media.decoding;

import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's native libraries. */
public final class FfmpegNatives {

    private FfmpegNatives() {}

    /** Loads all that decoding takes; the first time in a folder they are unpacked there. */
    public static void load() {
        List.of(avutil.class, swscale.class, avcodec.class, avformat.class).forEach(Loader::load);
    }
}
