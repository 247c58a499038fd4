package io.framewise.adapters.inference.inference;

import java.nio.ByteBuffer;

/**
 * A network in memory, on one device. Any number of threads may ask it at once.
 *
 * <p>It must not be closed, and the process must not exit, while a thread is inside {@link #answer}: both end in a crash.
 */
public interface Network extends AutoCloseable {

    /**
     * What a network answered.
     *
     * @param tensors how many tensors it gave; the others describe the first
     * @param values row-major
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int tensors, long[] shape, float[] values) {}

    /** The device has no memory for so many pictures at once; for fewer it may have. */
    final class OutOfMemoryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfMemoryException(String message) {
            super(message);
        }
    }

    /**
     * Runs the network.
     *
     * @param input direct; begins with {@code pictures x 3 x height x width} floats in native byte order. It is left as
     *     it is
     * @throws OutOfMemoryException when there are too many pictures for the device
     * @throws RuntimeException of the engine, when the network fails
     */
    Answer answer(ByteBuffer input, int pictures, int height, int width);

    @Override
    void close();
}
