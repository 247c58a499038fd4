package io.framewise.adapters.inference.media;

/**
 * A picture in sRGB order of channels.
 *
 * @param width px
 * @param height px
 * @param rgb row-major, 3 bytes a pixel (red, green, blue; 0 to 255), rows without padding; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record RgbPicture(int width, int height, byte[] rgb) {

    public RgbPicture {
        if (width < 1 || height < 1 || rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
            throw new IllegalArgumentException(rgb.length + " bytes are not " + width + " x " + height + " pixels.");
        }
    }
}
