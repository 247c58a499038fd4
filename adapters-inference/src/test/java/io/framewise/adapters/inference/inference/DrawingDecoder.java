package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.FrameRanges;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A decoder that draws its pictures; null is a frame that cannot be decoded. */
final class DrawingDecoder implements FrameDecoder {

    private final IntFunction<RgbPicture> drawing;
    final AtomicInteger given = new AtomicInteger();

    DrawingDecoder(IntFunction<RgbPicture> drawing) {
        this.drawing = drawing;
    }

    /** Red grows with the number of the frame. */
    static DrawingDecoder reds() {
        return new DrawingDecoder(frame -> TestNetworks.plain(frame % 200, 100, 50));
    }

    @Override
    public void decode(FrameSource source, FrameRanges frames, Sink sink) {
        boolean more = true;
        for (PrimitiveIterator.OfInt it = frames.frames().iterator(); more && it.hasNext(); ) {
            int frame = it.nextInt();
            RgbPicture picture = drawing.apply(frame);
            given.incrementAndGet();
            more = picture == null
                    ? sink.failed(frame, "Frame " + frame + " is broken.")
                    : sink.picture(frame, picture);
        }
    }
}
