package io.framewise.adapters.inference.inference;

import io.framewise.domain.model.Preprocessing.Padding;
import java.nio.ByteBuffer;

/** A picture with something around it, as torchvision's {@code pad} makes it: pixels of the edge, or a mirror. */
final class Padded {

    private final int width;
    private final int[] columns;
    private final int[] rows;
    private final ByteBuffer result;

    /** @param canvas of the painted picture, in pixels of the picture */
    Padded(Canvas canvas, Padding padding, int pictureWidth, int pictureHeight) {
        this.width = pictureWidth;
        this.columns = sources(canvas.left(), canvas.width(), pictureWidth, padding);
        this.rows = sources(canvas.top(), canvas.height(), pictureHeight, padding);
        this.result = ByteBuffer.allocate(3 * columns.length * rows.length);
    }

    private static int[] sources(int start, int length, int picture, Padding padding) {
        int[] sources = new int[length];
        for (int i = 0; i < length; i++) {
            int at = start + i;
            sources[i] = padding == Padding.REFLECTION ? mirrored(at, picture) : Math.max(0, Math.min(picture - 1, at));
        }
        return sources;
    }

    /** The edge itself is not repeated; a mirror wider than the picture is mirrored again. */
    private static int mirrored(int at, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int folded = Math.floorMod(at, period);
        return folded < length ? folded : period - folded;
    }

    /** @return the same memory each time */
    ByteBuffer paint(ByteBuffer rgb) {
        int to = 0;
        for (int row : rows) {
            for (int column : columns) {
                int from = 3 * (row * width + column);
                result.put(to, rgb.get(from));
                result.put(to + 1, rgb.get(from + 1));
                result.put(to + 2, rgb.get(from + 2));
                to += 3;
            }
        }
        return result;
    }
}
