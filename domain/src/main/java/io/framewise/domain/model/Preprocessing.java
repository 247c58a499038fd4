package io.framewise.domain.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a picture becomes the input of a network: resized to {@code width x height}, RGB values divided by 255, resized once
 * more if the model asks for it, then normalised.
 *
 * @param width after resizing, px
 * @param height after resizing, px
 * @param padding what is beyond the picture; of meaning for {@link Resize#PAD} only
 * @param secondResize null for none
 * @param normalisation null for none
 */
public record Preprocessing(
        int width,
        int height,
        Resize resize,
        Padding padding,
        @Nullable SecondResize secondResize,
        @Nullable Normalisation normalisation) {

    public static final int MAX_SIDE = 2048;

    /** Whether the picture of the first resize is the same. */
    public boolean resizesAs(Preprocessing other) {
        return width == other.width && height == other.height && resize == other.resize && padding == other.padding;
    }

    /** How a picture of another shape is made to fit (fastai's {@code ResizeMethod}). */
    public enum Resize {
        /** The short side is made to fit and the middle is cut out. */
        CROP,
        /** Both sides are made to fit; the picture is distorted. */
        SQUISH,
        /** The long side is made to fit and the rest is {@link Padding}. */
        PAD
    }

    /** What is put beyond the picture (fastai's {@code PadMode}). */
    public enum Padding {
        /** Black. */
        ZEROS,
        /** The pixels of the edge, again and again. */
        BORDER,
        /** The picture in a mirror; its edge is not repeated. */
        REFLECTION
    }

    /**
     * A resize of the values between 0 and 1, as fastai's batch transforms with a size do it at validation: a part is cut
     * out, averaged down if it is more than twice too large, and sampled bilinearly.
     *
     * @param left of the part that is cut out, px
     * @param top of the part that is cut out, px
     * @param cutWidth of the part that is cut out, px
     * @param cutHeight of the part that is cut out, px
     * @param width of the input, px
     * @param height of the input, px
     * @param alignCorners whether the middles of corner pixels meet, not their outer corners
     */
    public record SecondResize(
            int left, int top, int cutWidth, int cutHeight, int width, int height, boolean alignCorners) {
        public SecondResize {
            if (left < 0 || top < 0 || cutWidth < 1 || cutHeight < 1) {
                throw new IllegalArgumentException("What is cut out lies in the picture.");
            }
            checkSides(width, height);
        }

        /** Whether what is cut out stays as it is. */
        public boolean copies() {
            return cutWidth == width && cutHeight == height;
        }
    }

    /**
     * Per channel {@code (value / 255 - mean) / deviation}.
     *
     * @param mean of red, green, blue
     * @param std standard deviation of red, green, blue, above 0
     */
    public record Normalisation(List<Float> mean, List<Float> std) {
        public Normalisation {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
                throw new IllegalArgumentException("Normalisation has 3 means and 3 deviations above 0.");
            }
        }
    }

    public Preprocessing {
        checkSides(width, height);
        SecondResize second = secondResize;
        if (second != null
                && (second.left() + second.cutWidth() > width || second.top() + second.cutHeight() > height)) {
            throw new IllegalArgumentException("What is cut out lies in the picture.");
        }
    }

    /** Without a second resize; what is beyond the picture is black. */
    public Preprocessing(int width, int height, Resize resize, @Nullable Normalisation normalisation) {
        this(width, height, resize, Padding.ZEROS, null, normalisation);
    }

    private static void checkSides(int width, int height) {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("An input has sides of 1 to " + MAX_SIDE + " px.");
        }
    }

    /** What the network gets, px. */
    public int inputWidth() {
        return secondResize == null ? width : secondResize.width();
    }

    /** What the network gets, px. */
    public int inputHeight() {
        return secondResize == null ? height : secondResize.height();
    }

    public Optional<Normalisation> normalising() {
        return Optional.ofNullable(normalisation);
    }
}
