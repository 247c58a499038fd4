package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.FrameDecoder.Sink;
import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.application.media.BlobStore;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameIndex;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.media.MediaKind;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks a decoding process for frames of one data unit, and hands them to a sink. */
final class FrameRequest {

    private final Worker worker;
    private final Limits limits;
    private final BlobStore blobs;
    private final FrameSource source;
    private final int maxWidth;

    /** @param maxWidth pictures are made smaller to fit it, px; 0 for their own size */
    FrameRequest(Worker worker, Limits limits, BlobStore blobs, FrameSource source, int maxWidth) {
        this.worker = worker;
        this.limits = limits;
        this.blobs = blobs;
        this.source = source;
        this.maxWidth = maxWidth;
    }

    /** What a process remembers of the video that it has open; null for images, which are not kept open. */
    static @Nullable Object video(FrameSource source) {
        return isVideo(source) ? new OpenVideo(source.dataUnit().contentHash().sha256(), source.frames()) : null;
    }

    private record OpenVideo(String sha256, FrameIndex frames) {}

    private static boolean isVideo(FrameSource source) {
        return source.dataUnit().kind() == MediaKind.VIDEO;
    }

    void run(FrameRanges frames, Sink sink) {
        if (isVideo(source)) {
            video(frames, sink);
        } else {
            images(frames, sink);
        }
    }

    private void video(FrameRanges frames, Sink sink) {
        Object video = video(source);
        ChildProcess process = worker.process();
        boolean known = video != null && video.equals(process.openVideo());
        process.openVideo(null);
        if (!known) {
            worker.inbox().clear();
        }
        String path = path(source.range().first());
        process.send(Wire.DECODE, body -> {
            Wire.text(body, path);
            limits.write(body);
            body.writeInt(source.dataUnit().rotation());
            body.writeInt(maxWidth);
            body.writeBoolean(!known);
            if (!known) {
                write(body, source.frames());
            }
            body.writeInt(frames.ranges().size());
            for (FrameRange range : frames.ranges()) {
                body.writeInt(range.first());
                body.writeInt(range.last());
            }
        });
        FrameAnswers answers = new FrameAnswers(process, frames.frames().iterator(), limits, sink);
        answers.readAll();
        if (answers.complete()) {
            process.openVideo(video);
        }
    }

    private static void write(DataOutputStream body, FrameIndex index) throws IOException {
        body.writeLong(index.timeBase().numerator());
        body.writeLong(index.timeBase().denominator());
        Wire.longs(body, index.pts());
        Wire.ints(body, index.keyFrames());
    }

    private void images(FrameRanges frames, Sink sink) {
        for (PrimitiveIterator.OfInt each = frames.frames().iterator(); each.hasNext(); ) {
            int frame = each.nextInt();
            worker.inbox().clear();
            String path = path(frame);
            worker.process().send(Wire.STILL, body -> {
                Wire.text(body, path);
                limits.write(body);
                body.writeInt(frame);
                body.writeInt(maxWidth);
            });
            FrameAnswers answers =
                    new FrameAnswers(worker.process(), IntStream.of(frame).iterator(), limits, sink);
            answers.readAll();
            if (answers.enough()) {
                return;
            }
        }
    }

    private String path(int frame) {
        ContentHash hash = source.file(frame).contentHash();
        return worker.inbox().put(blobs.file(hash), hash.sha256()).toString();
    }
}
