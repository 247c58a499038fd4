package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.domain.media.FrameRanges;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a decoder gives, and what is kept, into batches, so that every wanted frame is in exactly one: a frame that is
 * in neither has failed, one that nobody asked for is dropped.
 */
final class BatchFiller implements FrameDecoder.Sink {

    /** Networks take single pictures less well. */
    private static final int LEAST = 2;

    private final Pictures pictures;
    private final Duplicates duplicates;
    private final Supplier<@Nullable Batch> free;
    private final Consumer<Batch> full;
    private final PrimitiveIterator.OfInt wanted;
    private final int predictors;
    private int left;
    private int next;
    private boolean more;
    private @Nullable Batch filling;

    /**
     * @param predictors that take batches at once
     * @param free waits for an empty batch; null when the job has been stopped
     * @param full takes a batch that is ready
     */
    BatchFiller(
            FrameRanges frames,
            Pictures pictures,
            Duplicates duplicates,
            int predictors,
            Supplier<@Nullable Batch> free,
            Consumer<Batch> full) {
        this.pictures = pictures;
        this.duplicates = duplicates;
        this.free = free;
        this.full = full;
        this.predictors = predictors;
        this.left = frames.count();
        this.wanted = frames.frames().iterator();
        advance();
    }

    @Override
    public boolean picture(int frame, RgbPicture picture) {
        return put(frame, batch -> add(batch, frame, () -> pictures.resize(frame, picture)));
    }

    private void add(Batch batch, int frame, Supplier<byte[]> resized) {
        try {
            int original = duplicates.original(frame, resized.get());
            if (original == frame) {
                batch.add(frame, pictures.preprocessor());
            } else {
                batch.addDuplicate(frame, original);
            }
        } catch (RuntimeException e) {
            batch.addFailed(frame, "The picture cannot be made to fit the network.");
        }
    }

    @Override
    public boolean failed(int frame, String reason) {
        return put(frame, batch -> batch.addFailed(frame, reason));
    }

    /** To be called when the decoder has returned: hands over what is there or kept, and fails the rest. */
    void finish() {
        if (skipTo(Integer.MAX_VALUE)) {
            flush();
        }
    }

    /** Hands over what is there. */
    void flush() {
        Batch batch = filling;
        if (batch != null && !batch.isEmpty()) {
            filling = null;
            full.accept(batch);
        }
    }

    private boolean put(int frame, Consumer<Batch> content) {
        if (!skipTo(frame)) {
            return false;
        }
        if (!more || next != frame) {
            return more;
        }
        return append(content);
    }

    private boolean skipTo(int frame) {
        while (more && next < frame) {
            int missing = next;
            if (!append(batch -> addKept(batch, missing))) {
                return false;
            }
        }
        return true;
    }

    private void addKept(Batch batch, int frame) {
        if (pictures.isReady(frame)) {
            add(batch, frame, () -> pictures.ready(frame));
        } else {
            batch.addFailed(frame, "The decoder gave no picture for this frame.");
        }
    }

    private boolean append(Consumer<Batch> content) {
        Batch batch = filling == null ? free.get() : filling;
        if (batch == null) {
            return false;
        }
        if (filling == null) {
            // The last batches are smaller, so that all predictors come to their end together.
            batch.limit(Math.max(LEAST, (left + predictors - 1) / predictors));
        }
        filling = batch;
        content.accept(batch);
        left--;
        advance();
        if (batch.isFull() || !more) {
            flush();
        }
        return true;
    }

    private void advance() {
        more = wanted.hasNext();
        next = more ? wanted.nextInt() : Integer.MAX_VALUE;
    }
}
