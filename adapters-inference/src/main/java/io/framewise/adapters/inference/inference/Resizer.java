package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.domain.model.Preprocessing.Padding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Resizes pictures of one size as PIL does: one direction, rounded to 8 bits, then the other. A pass that would not change
 * anything has one tap of weight one, which gives the bytes back.
 *
 * <p>Lines go first, and columns where far more rows than columns go away (Pillow 13, {@code Resample.c}; older ones always
 * begin with the lines, and differ by 1 of 255 at most).
 */
final class Resizer {

    private static final int HALF = 1 << (Taps.FRACTION_BITS - 1);
    private static final int GROUP = 4;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int likeWidth;
    private final int likeHeight;
    private final @Nullable Padded padded;
    private final int pictureWidth;
    private final int pictureHeight;
    private final int width;
    private final Taps across;
    private final Taps down;
    private final boolean columnsFirst;
    private final int firstRow;
    private final int lastRow;
    private final int firstColumn;
    private final int lastColumn;
    // The latest rows of the picture, already of the new width, each at its number modulo their count; values 0 to 255.
    // So
    // few that they stay in the processor's nearest cache. Ints, and an array for each row: loops over arrays of one
    // kind
    // and one index are what the compiler makes vectors of.
    private final int[][] lines;
    // Rows of the new height, still of the old width.
    private final ByteBuffer columns;
    private final int[] sums;
    private final byte[] firstOfPair;
    private final byte[] secondOfPair;
    // Of each pixel of two rows: red and green of the one, red and green of the other, blue of both.
    private final long[] packed;
    private final byte[] result;

    Resizer(Canvas canvas, Padding padding, RgbPicture like, int width, int height) {
        this.likeWidth = like.width();
        this.likeHeight = like.height();
        this.width = width;
        // What is black need not be there; the other paddings are painted.
        boolean painted = padding != Padding.ZEROS && canvas.reachesBeyond(like.width(), like.height());
        this.padded = painted ? new Padded(canvas, padding, like.width(), like.height()) : null;
        this.pictureWidth = painted ? canvas.width() : like.width();
        this.pictureHeight = painted ? canvas.height() : like.height();
        this.across = new Taps(painted ? 0 : canvas.left(), canvas.width(), pictureWidth, width);
        this.down = new Taps(painted ? 0 : canvas.top(), canvas.height(), pictureHeight, height);
        this.firstRow = down.firstSource(pictureHeight);
        this.lastRow = down.lastSource();
        this.firstColumn = across.firstSource(pictureWidth);
        this.lastColumn = across.lastSource();
        int rowsLost = canvas.height() - height;
        this.columnsFirst = rowsLost > 0 && rowsLost > 2 * (canvas.width() - width);
        this.lines = new int[columnsFirst ? 2 : down.stride + 2][width * 3];
        this.columns = ByteBuffer.allocate(columnsFirst ? height * pictureWidth * 3 : 0);
        this.firstOfPair = new byte[pictureWidth * 3 + Long.BYTES];
        this.secondOfPair = new byte[pictureWidth * 3 + Long.BYTES];
        this.sums = new int[(columnsFirst ? pictureWidth : width) * 3];
        this.packed = new long[(pictureWidth + GROUP) * 3];
        this.result = new byte[width * height * 3];
    }

    boolean fits(RgbPicture picture) {
        return picture.width() == likeWidth && picture.height() == likeHeight;
    }

    /** @return the same array each time */
    byte[] resize(ByteBuffer picture) {
        ByteBuffer rgb = padded == null ? picture : padded.paint(picture);
        if (columnsFirst) {
            columnsThenLines(rgb);
        } else {
            linesThenColumns(rgb);
        }
        return result;
    }

    private void linesThenColumns(ByteBuffer rgb) {
        int next = firstRow;
        for (int y = 0; y < down.count.length; y++) {
            for (int needed = down.first[y] + down.count[y]; next < needed; next += 2) {
                pack(rgb, next, Math.min(next + 1, lastRow));
                twoLines(line(next), line(next + 1));
            }
            Arrays.fill(sums, HALF);
            int tap = y * down.stride;
            for (int at = 0; at < down.count[y]; at += GROUP, tap += GROUP) {
                int row = down.first[y] + at;
                addFour(
                        line(row),
                        line(row + 1),
                        line(row + 2),
                        line(row + 3),
                        down.weights[tap],
                        down.weights[tap + 1],
                        down.weights[tap + 2],
                        down.weights[tap + 3],
                        sums);
            }
            round(result, y * sums.length);
        }
    }

    /** Rows that are not there yet have the weight 0. */
    private int[] line(int row) {
        return lines[row % lines.length];
    }

    private void columnsThenLines(ByteBuffer rgb) {
        int length = pictureWidth * 3;
        for (int y = 0; y < down.count.length; y++) {
            Arrays.fill(sums, HALF);
            for (int tap = 0; tap < down.count[y]; tap++) {
                rgb.get((down.first[y] + tap) * length, firstOfPair, 0, length);
                add(firstOfPair, down.weights[y * down.stride + tap], sums);
            }
            round(columns.array(), y * length);
        }
        int wide = width * 3;
        for (int y = 0; y < down.count.length; y += 2) {
            int second = Math.min(y + 1, down.count.length - 1);
            pack(columns, y, second);
            twoLines(lines[0], lines[second - y]);
            for (int i = 0; i < (second - y + 1) * wide; i++) {
                result[y * wide + i] = (byte) lines[i / wide][i % wide];
            }
        }
    }

    private void round(byte[] target, int start) {
        for (int i = 0; i < sums.length; i++) {
            target[start + i] = (byte) Math.min(255, sums[i] >> Taps.FRACTION_BITS);
        }
    }

    /** The two rows are copied first: out of native memory, and into the processor's nearest cache. */
    private void pack(ByteBuffer rgb, int firstRow, int secondRow) {
        int start = 3 * firstColumn;
        int length = 3 * (lastColumn + 1) - start;
        rgb.get(firstRow * pictureWidth * 3 + start, firstOfPair, 0, length);
        rgb.get(secondRow * pictureWidth * 3 + start, secondOfPair, 0, length);
        for (int from = 0, to = start; from < length; from += 6, to += 6) {
            long first = (long) EIGHT_BYTES.get(firstOfPair, from);
            long second = (long) EIGHT_BYTES.get(secondOfPair, from);
            packed[to] = first & 0xff | (first & 0xff00) << 24;
            packed[to + 1] = second & 0xff | (second & 0xff00) << 24;
            packed[to + 2] = first >>> 16 & 0xff | (second & 0xff0000) << 16;
            packed[to + 3] = first >>> 24 & 0xff | first & 0xff_0000_0000L;
            packed[to + 4] = second >>> 24 & 0xff | second & 0xff_0000_0000L;
            packed[to + 5] = first >>> 40 & 0xff | second >>> 8 & 0xff_0000_0000L;
        }
    }

    /**
     * Makes two packed rows of the new width. A {@code long} sums up two values, each in its half: sums stay below 2^31. That
     * takes half the time of the plain loop.
     */
    private void twoLines(int[] firstLine, int[] secondLine) {
        int[] weights = across.weights;
        for (int x = 0; x < width; x++) {
            long first = HALF | (long) HALF << 32;
            long second = first;
            long blue = first;
            int tap = x * across.stride;
            int end = tap + across.count[x];
            int from = 3 * across.first[x];
            for (; tap < end; tap += GROUP, from += 3 * GROUP) {
                long weight = weights[tap];
                first += packed[from] * weight;
                second += packed[from + 1] * weight;
                blue += packed[from + 2] * weight;
                weight = weights[tap + 1];
                first += packed[from + 3] * weight;
                second += packed[from + 4] * weight;
                blue += packed[from + 5] * weight;
                weight = weights[tap + 2];
                first += packed[from + 6] * weight;
                second += packed[from + 7] * weight;
                blue += packed[from + 8] * weight;
                weight = weights[tap + 3];
                first += packed[from + 9] * weight;
                second += packed[from + 10] * weight;
                blue += packed[from + 11] * weight;
            }
            int out = 3 * x;
            firstLine[out] = low(first);
            firstLine[out + 1] = high(first);
            firstLine[out + 2] = low(blue);
            secondLine[out] = low(second);
            secondLine[out + 1] = high(second);
            secondLine[out + 2] = high(blue);
        }
    }

    private static int low(long sum) {
        return Math.min(255, (int) sum >> Taps.FRACTION_BITS);
    }

    private static int high(long sum) {
        return Math.min(255, (int) (sum >>> 32) >> Taps.FRACTION_BITS);
    }

    private static void add(byte[] line, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (line[i] & 0xff) * weight;
        }
    }

    private static void addFour(
            int[] a, int[] b, int[] c, int[] d, int forA, int forB, int forC, int forD, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a[i] * forA + b[i] * forB + c[i] * forC + d[i] * forD;
        }
    }
}
