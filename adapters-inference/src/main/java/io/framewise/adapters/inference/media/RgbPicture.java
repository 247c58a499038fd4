package io.framewise.adapters.inference.media;

import java.nio.ByteBuffer;

/**
 * A picture in sRGB order of channels.
 *
 * @param width px
 * @param height px
 * @param rgb row-major, 3 bytes a pixel (red, green, blue; 0 to 255), rows without padding, from index 0 to its limit; in the
 *     heap or native memory; not copied
 */
public record RgbPicture(int width, int height, ByteBuffer rgb) {

    public RgbPicture {
        if (width < 1 || height < 1 || rgb.limit() != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
            throw new IllegalArgumentException(rgb.limit() + " bytes are not " + width + " x " + height + " pixels.");
        }
    }

    public RgbPicture(int width, int height, byte[] rgb) {
        this(width, height, ByteBuffer.wrap(rgb));
    }

    /** The same picture in memory of its own. */
    public RgbPicture copy() {
        byte[] bytes = new byte[rgb.limit()];
        rgb.get(0, bytes);
        return new RgbPicture(width, height, bytes);
    }
}
