package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.SecondResize;
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
    private final @Nullable Resampler resampler;
    private @Nullable Resizer resizer;
    private byte[] resized = new byte[0];

    public Preprocessor(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        this.plane = new float[preprocessing.width() * preprocessing.height()];
        SecondResize second = preprocessing.secondResize();
        this.resampler = second == null ? null : new Resampler(second, preprocessing.width());
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int value = 0; value < 256; value++) {
                tables[channel][value] = second == null ? normalised(channel, value / 255f) : value / 255f;
            }
        }
    }

    private float normalised(int channel, float value) {
        Normalisation normalisation = preprocessing.normalisation();
        return normalisation == null
                ? value
                : (value - normalisation.mean().get(channel))
                        / normalisation.std().get(channel);
    }

    /** Floats of one picture: {@code 3 x height x width} of the input. */
    public int floats() {
        return CHANNELS * preprocessing.inputWidth() * preprocessing.inputHeight();
    }

    /** @param target takes {@code 3 x height x width} floats from {@code offset} on */
    public void write(RgbPicture picture, FloatBuffer target, int offset) {
        resize(picture);
        write(target, offset);
    }

    /** Writes the picture that was resized last. */
    void write(FloatBuffer target, int offset) {
        int length = floats() / CHANNELS;
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] table = tables[channel];
            for (int i = 0, at = channel; i < plane.length; i++, at += CHANNELS) {
                plane[i] = table[resized[at] & 0xff];
            }
            target.put(offset + channel * length, resampler == null ? plane : resampled(resampler, channel));
        }
    }

    private float[] resampled(Resampler second, int channel) {
        float[] values = second.resample(plane);
        for (int i = 0; i < values.length; i++) {
            values[i] = normalised(channel, values[i]);
        }
        return values;
    }

    /** Takes a picture as {@link #resize} has made it before. */
    void resized(byte[] picture) {
        resized = picture;
    }

    /** The picture in the size of the first resize, row-major, 3 bytes a pixel. It is overwritten by the next one. */
    byte[] resize(RgbPicture picture) {
        Resizer fitting = resizer;
        if (fitting == null || !fitting.fits(picture)) {
            Canvas canvas = Canvas.of(
                    preprocessing.resize(),
                    picture.width(),
                    picture.height(),
                    preprocessing.width(),
                    preprocessing.height());
            fitting = new Resizer(
                    canvas, preprocessing.padding(), picture, preprocessing.width(), preprocessing.height());
            resizer = fitting;
        }
        resized = fitting.resize(picture.rgb());
        return resized;
    }
}
