package io.framewise.adapters.inference.media;

import io.framewise.application.media.BlobStore;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.FrameRanges;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Frames decoded by FFmpeg in a process of its own.
 *
 * <p>A frame's picture has the pixels that decoding from the beginning gives, whatever was asked for before. A frame fails
 * when the decoder reports an error in it or gives no picture for it, and when that is so for a frame on which it may
 * build: from a damaged frame to which others refer up to the next key frame, pictures would
 * be inventions. Damage that the decoder does not notice cannot be told.
 *
 * <p>YUV becomes RGB by the matrix and the range that the stream tells; when it tells none, by BT.709 from 720 lines on
 * and BT.601 below, limited range. Videos are turned as the data unit says, images never; alpha is dropped.
 */
@Singleton
public class FfmpegFrameDecoder implements FrameDecoder {

    private final DecoderPool pool;
    private final BlobStore blobs;

    @Inject
    public FfmpegFrameDecoder(DecoderPool pool, BlobStore blobs) {
        this.pool = pool;
        this.blobs = blobs;
    }

    @Override
    public void decode(FrameSource source, FrameRanges frames, Sink sink) {
        if (frames.isEmpty()) {
            return;
        }
        pool.withProcessForLong(FrameRequest.video(source), process -> {
            new FrameRequest(process, pool.settings().limits(), blobs, source, 0).run(frames, sink);
            return null;
        });
    }
}
