package io.framewise.adapters.inference.inference;

/**
 * Which pixels of a line make each pixel of the resized line, and how much of each: the triangle filter of PIL's
 * antialiased {@code BILINEAR}, in its fixed-point arithmetic (Pillow, {@code Resample.c}). Pixels beyond the picture
 * are black and left out.
 */
final class Taps {

    /** Binary places of the weights: 8 bits of the colour, 2 to spare, and 22 for the fraction. */
    static final int FRACTION_BITS = 32 - 8 - 2;

    /** First pixel of the picture for each pixel of the result. */
    final int[] first;

    /** Number of pixels for each pixel of the result; 0 where everything is black. */
    final int[] count;

    /** Weights of pixel {@code i} of the result from {@code i * stride}; none is negative, those beyond the count are 0. */
    final int[] weights;

    /** A multiple of 4. */
    final int stride;

    /**
     * @param start where the canvas begins, in pixels of the picture; may be negative
     * @param length of the canvas
     * @param picture length of the picture's line
     * @param result length of the resized line
     */
    Taps(int start, int length, int picture, int result) {
        double scale = (double) length / result;
        double support = Math.max(scale, 1.0);
        stride = ((int) Math.ceil(support) * 2 + 1 + 3) / 4 * 4;
        first = new int[result];
        count = new int[result];
        weights = new int[result * stride];
        double[] raw = new double[stride];
        for (int i = 0; i < result; i++) {
            double center = (i + 0.5) * scale;
            int from = Math.max((int) (center - support + 0.5), 0);
            int to = Math.min((int) (center + support + 0.5), length);
            double sum = 0;
            for (int x = from; x < to; x++) {
                raw[x - from] = triangle((x - center + 0.5) * (1.0 / support));
                sum += raw[x - from];
            }
            int seen = 0;
            for (int x = from; x < to; x++) {
                int weight = (int) (0.5 + raw[x - from] / sum * (1 << FRACTION_BITS));
                int column = start + x;
                boolean leading = seen == 0 && weight == 0;
                if (column >= 0 && column < picture && !leading) {
                    if (seen == 0) {
                        first[i] = column;
                    }
                    weights[i * stride + seen++] = weight;
                }
            }
            while (seen > 0 && weights[i * stride + seen - 1] == 0) {
                seen--;
            }
            count[i] = seen;
        }
    }

    /** @return the first pixel of the picture that is asked for, or {@code none} */
    int firstSource(int none) {
        int least = none;
        for (int i = 0; i < count.length; i++) {
            least = count[i] > 0 ? Math.min(least, first[i]) : least;
        }
        return least;
    }

    /** @return the last pixel of the picture that is asked for, or -1 */
    int lastSource() {
        int last = -1;
        for (int i = 0; i < count.length; i++) {
            last = count[i] > 0 ? Math.max(last, first[i] + count[i] - 1) : last;
        }
        return last;
    }

    private static double triangle(double x) {
        double distance = Math.abs(x);
        return distance < 1.0 ? 1.0 - distance : 0.0;
    }
}
