package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** FFmpeg's error numbers. */
final class Errors {

    /** No output before more input. */
    static final int AGAIN = -11;

    static final int END = org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF();

    private Errors() {}

    static String text(int error) {
        byte[] text = new byte[128];
        av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
