package io.framewise.adapters.inference.media;

import io.framewise.application.media.BlobStore;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.FrameRanges;

/** Any number of frames through the processes of a pool. */
record PooledDecoder(DecoderPool pool, BlobStore blobs) implements FrameDecoder {

    @Override
    public void decode(FrameSource source, FrameRanges frames, Sink sink) {
        pool.withProcessForLong(FrameRequest.video(source), worker -> {
            new FrameRequest(worker, pool.settings().limits(), blobs, source, 0).run(frames, sink);
            return null;
        });
    }
}
