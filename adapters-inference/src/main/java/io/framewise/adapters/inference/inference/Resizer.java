package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.domain.model.Preprocessing.Padding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
    // Rows of the picture, already of the new width; values 0 to 255, as ints for the compiler's vectors.
    private final int[] lines;
    // Rows of the new height, still of the old width.
    private final byte[] columns;
    private final int[] sums;
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
        int low = pictureHeight;
        int high = -1;
        for (int y = 0; y < height; y++) {
            if (down.count[y] > 0) {
                low = Math.min(low, down.first[y]);
                high = Math.max(high, down.first[y] + down.count[y] - 1);
            }
        }
        this.firstRow = low;
        this.lastRow = high;
        int rowsLost = canvas.height() - height;
        this.columnsFirst = rowsLost > 0 && rowsLost > 2 * (canvas.width() - width);
        this.lines = new int[columnsFirst ? width * 3 : Math.max(0, high - low + 1) * width * 3];
        this.columns = new byte[columnsFirst ? height * pictureWidth * 3 : 0];
        this.sums = new int[(columnsFirst ? pictureWidth : width) * 3];
        this.result = new byte[width * height * 3];
    }

    boolean fits(RgbPicture picture) {
        return picture.width() == likeWidth && picture.height() == likeHeight;
    }

    /** @return the same array each time */
    byte[] resize(byte[] picture) {
        byte[] rgb = padded == null ? picture : padded.paint(picture);
        if (columnsFirst) {
            columnsThenLines(rgb);
        } else {
            linesThenColumns(rgb);
        }
        return result;
    }

    private void linesThenColumns(byte[] rgb) {
        int length = width * 3;
        for (int row = firstRow; row <= lastRow; row++) {
            line(rgb, row * pictureWidth * 3, lines, (row - firstRow) * length);
        }
        for (int y = 0; y < down.count.length; y++) {
            Arrays.fill(sums, HALF);
            for (int tap = 0; tap < down.count[y]; tap++) {
                add(lines, (down.first[y] + tap - firstRow) * length, down.weights[y * down.stride + tap], sums);
            }
            round(result, y * length);
        }
    }

    private void columnsThenLines(byte[] rgb) {
        int length = pictureWidth * 3;
        for (int y = 0; y < down.count.length; y++) {
            Arrays.fill(sums, HALF);
            for (int tap = 0; tap < down.count[y]; tap++) {
                add(rgb, (down.first[y] + tap) * length, down.weights[y * down.stride + tap], sums);
            }
            round(columns, y * length);
        }
        for (int y = 0; y < down.count.length; y++) {
            line(columns, y * length, lines, 0);
            for (int i = 0; i < lines.length; i++) {
                result[y * lines.length + i] = (byte) lines[i];
            }
        }
    }

    private void round(byte[] target, int start) {
        for (int i = 0; i < sums.length; i++) {
            target[start + i] = (byte) Math.min(255, sums[i] >> Taps.FRACTION_BITS);
        }
    }

    /**
     * Makes one row of the new width. Two pixels are read at once, and a {@code long} sums up red and green, each in its
     * half: sums stay below 2^31. That takes three quarters of the time of the plain loop.
     */
    private void line(byte[] rgb, int rowStart, int[] target, int targetStart) {
        int[] weights = across.weights;
        int lastRead = rgb.length - Long.BYTES;
        for (int x = 0; x < width; x++) {
            long redGreen = HALF | (long) HALF << 32;
            long blue = HALF;
            int at = rowStart + across.first[x] * 3;
            int tap = x * across.stride;
            int end = tap + across.count[x];
            for (; tap + 1 < end && at <= lastRead; tap += 2, at += 6) {
                long two = (long) EIGHT_BYTES.get(rgb, at);
                long first = weights[tap];
                long second = weights[tap + 1];
                redGreen += (two & 0xff | (two & 0xff00) << 24) * first;
                redGreen += (two >>> 24 & 0xff | two & 0xff_0000_0000L) * second;
                blue += (two >>> 16 & 0xff) * first + (two >>> 40 & 0xff) * second;
            }
            for (; tap < end; tap++, at += 3) {
                redGreen += (rgb[at] & 0xff | (rgb[at + 1] & 0xffL) << 32) * weights[tap];
                blue += (long) (rgb[at + 2] & 0xff) * weights[tap];
            }
            int out = targetStart + x * 3;
            target[out] = Math.min(255, (int) redGreen >> Taps.FRACTION_BITS);
            target[out + 1] = Math.min(255, (int) (redGreen >>> 32) >> Taps.FRACTION_BITS);
            target[out + 2] = Math.min(255, (int) blue >> Taps.FRACTION_BITS);
        }
    }

    private static void add(byte[] line, int start, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (line[start + i] & 0xff) * weight;
        }
    }

    private static void add(int[] line, int start, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += line[start + i] * weight;
        }
    }
}
