package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.adapters.inference.media.decoding.RgbConversion.Rgb;
import io.framewise.adapters.inference.media.decoding.VideoReader.DamagedException;
import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.media.MediaKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.PrimitiveIterator;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Decodes in this very process: for a process that is contained anyway.
 *
 * <p>A frame's picture has the pixels that decoding from the beginning gives, whatever was asked for before. A frame fails
 * when the decoder reports an error in it or gives no picture for it, and when that is so for a frame on which it may
 * build: from a damaged frame to which others refer up to the next key frame, pictures would be inventions. Damage that the
 * decoder does not notice cannot be told.
 *
 * <p>YUV becomes RGB by the matrix and the range that the stream tells; when it tells none, by BT.709 from 720 lines on
 * and BT.601 below, limited range. Videos are turned as the data unit says, images never; alpha is dropped.
 */
public final class LocalFrameDecoder implements FrameDecoder {

    private final Limits limits;
    private final Function<ContentHash, Path> files;
    private final Heartbeat heartbeat;
    private final IntConsumer beginning;

    /**
     * @param files where a file is
     * @param beginning told before each frame; opening a video counts for the first
     */
    public LocalFrameDecoder(
            Limits limits, Function<ContentHash, Path> files, Heartbeat heartbeat, IntConsumer beginning) {
        this.limits = limits;
        this.files = files;
        this.heartbeat = heartbeat;
        this.beginning = beginning;
    }

    @Override
    public void decode(FrameSource source, FrameRanges frames, Sink sink) {
        PrimitiveIterator.OfInt wanted = frames.frames().iterator();
        try (RgbConversion conversion = new RgbConversion()) {
            if (source.dataUnit().kind() == MediaKind.VIDEO) {
                video(source, wanted, conversion, sink);
            } else {
                images(source, wanted, conversion, sink);
            }
        } catch (IOException e) {
            throw new Refusal.Unavailable("media-unreadable", "The medium cannot be read: " + e.getMessage());
        }
    }

    private void video(FrameSource source, PrimitiveIterator.OfInt wanted, RgbConversion conversion, Sink sink)
            throws IOException {
        if (!wanted.hasNext()) {
            return;
        }
        int frame = wanted.nextInt();
        beginning.accept(frame);
        try (VideoReader reader = new VideoReader(path(source, frame), limits, index(source.frames()), heartbeat)) {
            while (true) {
                boolean more;
                try {
                    Rgb rgb = conversion.convert(
                            reader.frame(frame), source.dataUnit().rotation(), 0);
                    more = sink.picture(frame, picture(rgb));
                } catch (DamagedException e) {
                    more = sink.failed(frame, e.sentence());
                }
                if (!more || !wanted.hasNext()) {
                    return;
                }
                frame = wanted.nextInt();
                beginning.accept(frame);
            }
        } catch (RefusedException e) {
            boolean more = sink.failed(frame, e.sentence());
            while (more && wanted.hasNext()) {
                more = sink.failed(wanted.nextInt(), e.sentence());
            }
        }
    }

    private void images(FrameSource source, PrimitiveIterator.OfInt wanted, RgbConversion conversion, Sink sink)
            throws IOException {
        boolean more = true;
        while (more && wanted.hasNext()) {
            int frame = wanted.nextInt();
            beginning.accept(frame);
            try {
                Rgb rgb = StillImage.exact(path(source, frame), limits, conversion, heartbeat);
                more = sink.picture(frame, picture(rgb));
            } catch (DamagedException e) {
                more = sink.failed(frame, e.sentence());
            } catch (RefusedException e) {
                more = sink.failed(frame, e.sentence());
            }
        }
    }

    /** A single image file. @throws RefusedException when it cannot be decoded */
    public RgbPicture image(Path file) throws IOException, RefusedException {
        try (RgbConversion conversion = new RgbConversion()) {
            return picture(StillImage.exact(file.toString(), limits, conversion, heartbeat))
                    .copy();
        } catch (DamagedException e) {
            throw new RefusedException("no-frames", e.sentence());
        }
    }

    private String path(FrameSource source, int frame) {
        return files.apply(source.file(frame).contentHash()).toString();
    }

    private static VideoIndex index(FrameIndex frames) {
        return new VideoIndex(
                new Ratio(frames.timeBase().numerator(), frames.timeBase().denominator()),
                frames.pts(),
                frames.keyFrames());
    }

    /** Not copied: good until the next conversion. */
    private static RgbPicture picture(Rgb rgb) {
        return new RgbPicture(rgb.width(), rgb.height(), rgb.pixels());
    }
}
