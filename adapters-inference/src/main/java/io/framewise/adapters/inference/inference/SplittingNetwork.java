package io.framewise.adapters.inference.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Asks a network for half as many pictures at a time whenever its device has no memory for more, and keeps to that. */
final class SplittingNetwork implements Network {

    private static final Logger LOG = Logger.getLogger(SplittingNetwork.class);

    private final Network network;
    private final AtomicInteger most = new AtomicInteger(Integer.MAX_VALUE);

    SplittingNetwork(Network network) {
        this.network = network;
    }

    /** How many pictures it asks for at once, at most. */
    int most() {
        return most.get();
    }

    @Override
    public Answer answer(ByteBuffer input, int pictures, int height, int width) {
        while (true) {
            int size = Math.min(pictures, most.get());
            try {
                return size == pictures
                        ? network.answer(input, pictures, height, width)
                        : inPieces(input, pictures, size, height, width);
            } catch (OutOfMemoryException e) {
                if (size == 1) {
                    throw e;
                }
                int smaller = most.accumulateAndGet(size / 2, Math::min);
                LOG.warnf("No memory for %d pictures at once; it goes on with %d.", size, smaller);
            }
        }
    }

    private Answer inPieces(ByteBuffer input, int pictures, int size, int height, int width) {
        int bytes = 3 * height * width * Float.BYTES;
        Answer whole = null;
        for (int done = 0; done < pictures; done += size) {
            int piece = Math.min(size, pictures - done);
            ByteBuffer part = input.slice(done * bytes, piece * bytes).order(ByteOrder.nativeOrder());
            Answer answer = network.answer(part, piece, height, width);
            whole = whole == null ? answer : joined(whole, answer);
        }
        if (whole == null) {
            throw new IllegalArgumentException("no pictures");
        }
        return whole;
    }

    private static Answer joined(Answer first, Answer second) {
        float[] values = Arrays.copyOf(first.values(), first.values().length + second.values().length);
        System.arraycopy(second.values(), 0, values, first.values().length, second.values().length);
        long[] shape = first.shape().clone();
        if (shape.length > 0 && second.shape().length > 0) {
            shape[0] += second.shape()[0];
        }
        return new Answer(first.tensors(), shape, values);
    }

    @Override
    public void close() {
        network.close();
    }
}
