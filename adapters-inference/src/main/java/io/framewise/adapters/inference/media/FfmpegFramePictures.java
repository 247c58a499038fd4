package io.framewise.adapters.inference.media;

import io.framewise.application.media.BlobStore;
import io.framewise.application.media.FramePictures;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRanges;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Pictures of frames as JPEG. The process that showed the last frame of a video still has it open: the frame after it
 * costs no jump.
 */
@Singleton
public class FfmpegFramePictures implements FramePictures {

    private final DecoderPool pool;
    private final BlobStore blobs;

    @Inject
    public FfmpegFramePictures(DecoderPool pool, BlobStore blobs) {
        this.pool = pool;
        this.blobs = blobs;
    }

    @Override
    public byte[] jpeg(FrameSource source, int frame, int maxWidth) {
        AtomicReference<RgbPicture> decoded = new AtomicReference<>();
        AtomicReference<String> reason = new AtomicReference<>();
        FrameDecoder.Sink sink = new FrameDecoder.Sink() {
            @Override
            public boolean picture(int number, RgbPicture picture) {
                decoded.set(picture);
                return true;
            }

            @Override
            public boolean failed(int number, String why) {
                reason.set(why);
                return true;
            }
        };
        pool.withProcess(FrameRequest.video(source), worker -> {
            new FrameRequest(worker, pool.settings().limits(), blobs, source, maxWidth)
                    .run(FrameRanges.of(frame, frame), sink);
            return worker;
        });
        RgbPicture picture = decoded.get();
        if (picture == null) {
            throw new Refusal.Conflict("frame-undecodable", String.valueOf(reason.get()));
        }
        return Jpeg.of(picture);
    }
}
