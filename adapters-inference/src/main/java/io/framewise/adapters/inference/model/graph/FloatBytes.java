package io.framewise.adapters.inference.model.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The values of a tensor as bytes, little-endian, piece by piece.
 *
 * @param channelsLast whether those of a filter come as {@code outputs x height x width x inputs}
 */
record FloatBytes(Tensor tensor, boolean channelsLast) {

    private static final int PIECE = 1 << 16;

    /** Takes a piece; it is overwritten by the next one. */
    interface Taker {
        void take(byte[] piece, int length) throws IOException;
    }

    void forEach(Taker taker) throws IOException {
        byte[] bytes = new byte[PIECE];
        ByteBuffer piece = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer values = tensor.values();
        int size = tensor.size();
        int channels = channelsLast ? tensor.side(1) : 1;
        int pixels = channelsLast ? tensor.side(2) * tensor.side(3) : 1;
        for (int to = 0; to < size; to++) {
            int from = to;
            if (channelsLast) {
                int filter = to / (channels * pixels);
                int pixel = to / channels % pixels;
                from = (filter * channels + to % channels) * pixels + pixel;
            }
            piece.putFloat(values.get(from));
            if (!piece.hasRemaining()) {
                taker.take(bytes, PIECE);
                piece.clear();
            }
        }
        if (piece.position() > 0) {
            taker.take(bytes, piece.position());
        }
    }
}
