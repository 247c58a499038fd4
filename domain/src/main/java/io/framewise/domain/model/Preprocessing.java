package io.framewise.domain.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a picture becomes the input of a network: resized to {@code width x height}, RGB values divided by 255, then
 * normalised.
 *
 * @param width of the input, px
 * @param height of the input, px
 * @param normalisation null for none
 */
public record Preprocessing(
        int width, int height, Resize resize, @Nullable Normalisation normalisation) {

    public static final int MAX_SIDE = 2048;

    /** How a picture of another shape is made to fit (fastai's {@code ResizeMethod}). */
    public enum Resize {
        /** The short side is made to fit and the middle is cut out. */
        CROP,
        /** Both sides are made to fit; the picture is distorted. */
        SQUISH,
        /** The long side is made to fit and the rest is black. */
        PAD
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
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("An input has sides of 1 to " + MAX_SIDE + " px.");
        }
    }

    public Optional<Normalisation> normalising() {
        return Optional.ofNullable(normalisation);
    }
}
