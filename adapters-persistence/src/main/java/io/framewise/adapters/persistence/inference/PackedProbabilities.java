package io.framewise.adapters.persistence.inference;

import static io.framewise.domain.inference.KeptProbabilities.UNITS;

import io.framewise.domain.inference.KeptProbabilities;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Probabilities of frames as few bytes. The number of features (16 bits, big-endian) is followed by a raw DEFLATE stream (RFC
 * 1951) of byte planes: the strongest feature of each frame (high bytes, then low bytes), then, feature by feature without the
 * strongest, the units of each frame (all high bytes, then all low bytes). The strongest has what is missing to {@link
 * KeptProbabilities#UNITS}. Planes of like bytes deflate best: the strongest feature hardly changes, the others are near 0.
 */
public final class PackedProbabilities {

    private static final int HEADER = Short.BYTES;

    private PackedProbabilities() {}

    /**
     * @param values row-major, frames x features; kept ones
     * @param frames none when there are no values
     * @throws IllegalArgumentException when the values are not kept ones
     */
    public static byte[] pack(float[] values, int frames) {
        if (frames == 0) {
            return new byte[0];
        }
        int features = values.length / frames;
        byte[] planes = new byte[2 * values.length];
        int end = planes.length / 2;
        for (int row = 0; row < frames; row++) {
            int start = row * features;
            int strongest = strongest(values, start, features);
            put(planes, end, row, strongest);
            int sum = 0;
            int column = 1;
            for (int feature = 0; feature < features; feature++) {
                int units = KeptProbabilities.units(values[start + feature]);
                sum += units;
                if (feature != strongest) {
                    put(planes, end, column * frames + row, units);
                    column++;
                }
            }
            if (sum != UNITS) {
                throw new IllegalArgumentException("The probabilities of row " + row + " add up to " + sum + " units.");
            }
        }
        return deflated(features, planes);
    }

    private static int strongest(float[] values, int start, int features) {
        int strongest = 0;
        for (int feature = 1; feature < features; feature++) {
            strongest = values[start + feature] > values[start + strongest] ? feature : strongest;
        }
        return strongest;
    }

    private static void put(byte[] planes, int half, int place, int value) {
        planes[place] = (byte) (value >> 8);
        planes[half + place] = (byte) value;
    }

    private static byte[] deflated(int features, byte[] planes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(planes);
            deflater.finish();
            byte[] bytes = new byte[HEADER + planes.length + 64];
            ByteBuffer.wrap(bytes).putShort((short) features);
            int end = HEADER;
            while (!deflater.finished()) {
                bytes = end == bytes.length ? Arrays.copyOf(bytes, 2 * end) : bytes;
                end += deflater.deflate(bytes, end, bytes.length - end);
            }
            return Arrays.copyOf(bytes, end);
        } finally {
            deflater.end();
        }
    }

    /** @return row-major, frames x features */
    static float[] unpack(byte[] packed, int frames) {
        if (frames == 0) {
            return new float[0];
        }
        int features = Short.toUnsignedInt(ByteBuffer.wrap(packed).getShort());
        byte[] planes = inflated(packed, 2 * frames * features);
        int half = planes.length / 2;
        float[] values = new float[frames * features];
        for (int row = 0; row < frames; row++) {
            int strongest = get(planes, half, row);
            int start = row * features;
            int left = UNITS;
            int column = 1;
            for (int feature = 0; feature < features; feature++) {
                if (feature != strongest) {
                    int units = get(planes, half, column * frames + row);
                    values[start + feature] = KeptProbabilities.probability(units);
                    left -= units;
                    column++;
                }
            }
            values[start + strongest] = KeptProbabilities.probability(left);
        }
        return values;
    }

    private static int get(byte[] planes, int half, int place) {
        return (planes[place] & 0xff) << 8 | planes[half + place] & 0xff;
    }

    private static byte[] inflated(byte[] packed, int size) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed, HEADER, packed.length - HEADER);
            byte[] planes = new byte[size];
            int end = 0;
            while (end < size) {
                int more = inflater.inflate(planes, end, size - end);
                if (more == 0) {
                    throw new IllegalStateException(
                            end + " bytes of probabilities where there should be " + size + ".");
                }
                end += more;
            }
            return planes;
        } catch (DataFormatException e) {
            throw new IllegalStateException("The stored probabilities are damaged.", e);
        } finally {
            inflater.end();
        }
    }
}
