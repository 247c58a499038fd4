package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.FrameRanges;

/** Lets a decoder's work at a frame end when the frame is handed over: who takes it may wait, and that is no hang. */
final class WatchedDecoder implements FrameDecoder {

    private final FrameDecoder decoder;
    private final Activity activity;

    /** @param decoder tells itself what frame it begins with */
    WatchedDecoder(FrameDecoder decoder, Activity activity) {
        this.decoder = decoder;
        this.activity = activity;
    }

    @Override
    public void decode(FrameSource source, FrameRanges frames, Sink sink) {
        try {
            decoder.decode(source, frames, new Sink() {
                @Override
                public boolean picture(int frame, RgbPicture picture) {
                    activity.at("");
                    return sink.picture(frame, picture);
                }

                @Override
                public boolean failed(int frame, String reason) {
                    activity.at("");
                    return sink.failed(frame, reason);
                }
            });
        } finally {
            activity.at("");
        }
    }
}
