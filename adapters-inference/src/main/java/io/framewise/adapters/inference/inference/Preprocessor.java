package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.domain.model.Preprocessing;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes pictures into the input of a network: resized as PIL and fastai do it, byte for byte, then normalised. It keeps
 * its buffers from picture to picture and serves one thread.
 */
public final class Preprocessor {

    private static final int CHANNELS = 3;

    private final Preprocessing preprocessing;
    private final float[][] tables = new float[CHANNELS][256];
    private final float[] plane;
    private @Nullable Resizer resizer;

    public Preprocessor(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        this.plane = new float[preprocessing.width() * preprocessing.height()];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int value = 0; value < 256; value++) {
                tables[channel][value] = normalised(channel, value / 255f);
            }
        }
    }

    private float normalised(int channel, float value) {
        int c = channel;
        return preprocessing
                .normalising()
                .map(n -> (value - n.mean().get(c)) / n.std().get(c))
                .orElse(value);
    }

    /** Floats of one picture: {@code 3 x height x width}. */
    public int floats() {
        return CHANNELS * plane.length;
    }

    /** @param target takes {@code 3 x height x width} floats from {@code offset} on */
    public void write(RgbPicture picture, FloatBuffer target, int offset) {
        byte[] rgb = resized(picture);
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] table = tables[channel];
            for (int i = 0, at = channel; i < plane.length; i++, at += CHANNELS) {
                plane[i] = table[rgb[at] & 0xff];
            }
            target.put(offset + channel * plane.length, plane);
        }
    }

    /** The picture in the size of the input, row-major, 3 bytes a pixel. It is overwritten by the next one. */
    byte[] resized(RgbPicture picture) {
        Resizer fitting = resizer;
        if (fitting == null || !fitting.fits(picture)) {
            Canvas canvas = Canvas.of(
                    preprocessing.resize(),
                    picture.width(),
                    picture.height(),
                    preprocessing.width(),
                    preprocessing.height());
            fitting = new Resizer(canvas, picture, preprocessing.width(), preprocessing.height());
            resizer = fitting;
        }
        return fitting.resize(picture.rgb());
    }
}
