package io.framewise.adapters.inference.inference;

import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Result;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Successive frames on their way through the pipeline: the pictures as one input, the others as failures. Reused. */
final class Batch {

    private static final Logger LOG = Logger.getLogger(Batch.class);

    private static final int MOST_SLOTS = 8;

    private final int capacity;
    private final int pictureBytes;
    private final ByteBuffer input;
    private final FloatBuffer floats;
    private final List<Slot> slots = new ArrayList<>();
    private int pictures;
    private int limit;
    private long inferNanos;

    /**
     * @param failure null for a frame that has a picture
     * @param original the earlier frame with the very same picture; -1 for a frame whose picture is in the input
     */
    record Slot(int frame, @Nullable String failure, int original) {
        boolean inInput() {
            return failure == null && original < 0;
        }
    }

    Batch(int capacity, int floatsPerPicture) {
        this.capacity = capacity;
        this.limit = capacity;
        this.pictureBytes = floatsPerPicture * Float.BYTES;
        this.input = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, pictureBytes))
                .order(ByteOrder.nativeOrder());
        this.floats = input.asFloatBuffer();
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** Full of pictures, or of frames that need none: then there is something to hand on. */
    boolean isFull() {
        return pictures == limit || slots.size() >= capacity * MOST_SLOTS;
    }

    /** Lets it be full of so many pictures, and never of more than it has room for. */
    void limit(int pictures) {
        limit = Math.min(capacity, pictures);
    }

    int first() {
        return slots.get(0).frame();
    }

    int last() {
        return slots.get(slots.size() - 1).frame();
    }

    List<Slot> slots() {
        return slots;
    }

    /** Adds the picture that the preprocessor has resized. */
    void add(int frame, Preprocessor preprocessor) {
        preprocessor.write(floats, pictures * preprocessor.floats());
        slots.add(new Slot(frame, null, -1));
        pictures++;
    }

    void addDuplicate(int frame, int original) {
        slots.add(new Slot(frame, null, original));
    }

    void addFailed(int frame, String reason) {
        slots.add(new Slot(frame, reason, -1));
    }

    void clear() {
        slots.clear();
        pictures = 0;
        limit = capacity;
        inferNanos = 0;
    }

    long inferNanos() {
        return inferNanos;
    }

    /** One result for each picture of the input. When the batch fails as a whole, they are tried one by one. */
    List<Result> classify(Network network, Job job) {
        return answers(network, job);
    }

    private List<Result> answers(Network network, Job job) {
        List<Integer> frames =
                slots.stream().filter(Slot::inInput).map(Slot::frame).toList();
        if (frames.isEmpty()) {
            return List.of();
        }
        try {
            return ask(network, job, input, frames);
        } catch (RuntimeException e) {
            if (frames.size() == 1) {
                return List.of(new Result.Failed(frames.get(0), "The network failed: " + NativeMessage.of(e)));
            }
            LOG.debugf(e, "%d pictures are tried one by one.", frames.size());
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            ByteBuffer one = input.slice(i * pictureBytes, pictureBytes);
            int frame = frames.get(i);
            try {
                results.addAll(ask(network, job, one, List.of(frame)));
            } catch (RuntimeException e) {
                results.add(new Result.Failed(frame, "The network failed: " + NativeMessage.of(e)));
            }
        }
        return results;
    }

    private List<Result> ask(Network network, Job job, ByteBuffer pictures, List<Integer> frames) {
        int height = job.iteration().preprocessing().inputHeight();
        int width = job.iteration().preprocessing().inputWidth();
        long begin = System.nanoTime();
        Network.Answer answer = network.answer(pictures, frames.size(), height, width);
        inferNanos += System.nanoTime() - begin;
        if (answer.values().length != frames.size() * job.features()) {
            throw new IllegalStateException(answer.values().length + " numbers for " + frames.size() + " pictures");
        }
        List<Result> results = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            results.add(result(job, answer.values(), i, frames.get(i)));
        }
        return results;
    }

    private static Result result(Job job, float[] values, int row, int frame) {
        try {
            int from = row * job.features();
            return new Result.Classified(
                    frame,
                    Probabilities.of(
                            values, from, job.features(), job.iteration().activation()));
        } catch (Probabilities.NotProbabilities e) {
            return new Result.Failed(frame, String.valueOf(e.getMessage()));
        }
    }
}
