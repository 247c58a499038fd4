package io.framewise.adapters.inference.inference;

import io.framewise.application.inference.FrameClassifier.Result;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames whose resized picture is, byte for byte, that of an earlier frame of the job: they get its answer. The last
 * {@value #REMEMBERED} different pictures are remembered, each by its SHA-256.
 *
 * <p>The decoder thread finds them, the thread that delivers results gives the answers: in the same order.
 */
final class Duplicates {

    private static final int REMEMBERED = 4_096;

    private final MessageDigest digest = sha256();
    private final Map<ByteBuffer, Integer> originals = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<Integer, Result> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Result> eldest) {
            // Answers are asked for a few batches after their pictures.
            return size() > 2 * REMEMBERED;
        }
    };
    private int count;

    /**
     * @param resized 8 bits a channel
     * @return the earlier frame that has this picture, or the frame itself
     */
    int original(int frame, byte[] resized) {
        Integer earlier = originals.putIfAbsent(ByteBuffer.wrap(digest.digest(resized)), frame);
        return earlier == null ? frame : earlier;
    }

    /** One result for each frame of a batch, from those for the pictures of its input. */
    List<Result> resolve(Batch batch, List<Result> inferred) {
        if (inferred.isEmpty() && batch.slots().stream().anyMatch(Batch.Slot::inInput)) {
            return List.of();
        }
        List<Result> results = new ArrayList<>();
        int next = 0;
        for (Batch.Slot slot : batch.slots()) {
            if (slot.failure() != null) {
                results.add(new Result.Failed(slot.frame(), slot.failure()));
            } else if (slot.inInput()) {
                Result answer = inferred.get(next++);
                answers.put(slot.frame(), answer);
                results.add(answer);
            } else {
                results.add(copy(answers.get(slot.original()), slot));
            }
        }
        return results;
    }

    private Result copy(@org.jspecify.annotations.Nullable Result original, Batch.Slot slot) {
        if (original instanceof Result.Classified classified) {
            count++;
            return new Result.Classified(
                    slot.frame(), classified.probabilities().clone());
        } else if (original instanceof Result.Failed failed) {
            return new Result.Failed(slot.frame(), failed.reason());
        }
        throw new IllegalStateException("Frame " + slot.original() + " has been forgotten.");
    }

    int count() {
        return count;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
