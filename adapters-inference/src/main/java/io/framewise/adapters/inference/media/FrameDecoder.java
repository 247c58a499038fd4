package io.framewise.adapters.inference.media;

import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.FrameRanges;

/** Pictures of frames for programs: every wanted frame arrives once, as a picture or as a failure. */
public interface FrameDecoder {

    /**
     * Decodes frames in ascending order and returns when the last one was handed over or the sink has enough. The next
     * pictures are decoded while the sink works on one; a slow sink holds the decoder back.
     *
     * @param frames frames of the source
     * @throws io.framewise.domain.Refusal.Unavailable when the decoding process cannot be started, dies or exceeds its
     *     deadline; the frames that were handed over before are good
     */
    void decode(FrameSource source, FrameRanges frames, Sink sink);

    /** Takes what was decoded, on the thread that called {@link #decode}. */
    interface Sink {

        /**
         * A frame as it is shown (rotated upright).
         *
         * @param picture good until this returns
         * @return false to stop
         */
        boolean picture(int frame, RgbPicture picture);

        /**
         * A frame that cannot be decoded.
         *
         * @param reason a sentence for people
         * @return false to stop
         */
        boolean failed(int frame, String reason);
    }
}
