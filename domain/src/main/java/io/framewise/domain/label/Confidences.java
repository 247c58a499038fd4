package io.framewise.domain.label;

import java.util.Arrays;
import java.util.List;

/** The confidence of each frame of a model's label, 0 to 1; empty for a person's. */
public final class Confidences {

    public static final Confidences NONE = new Confidences(new float[0]);

    private final float[] values;

    private Confidences(float[] values) {
        this.values = values;
    }

    /** @param values one a frame, in frame order */
    public static Confidences of(float... values) {
        return new Confidences(values.clone());
    }

    public int count() {
        return values.length;
    }

    public float at(int place) {
        return values[place];
    }

    /** @return a copy */
    public float[] values() {
        return values.clone();
    }

    /** The confidences from one place to another, the first included, the last not. */
    Confidences slice(int from, int to) {
        return values.length == 0 ? this : new Confidences(Arrays.copyOfRange(values, from, to));
    }

    static Confidences joined(List<Confidences> parts) {
        float[] all = new float[parts.stream().mapToInt(Confidences::count).sum()];
        int place = 0;
        for (Confidences part : parts) {
            System.arraycopy(part.values, 0, all, place, part.values.length);
            place += part.values.length;
        }
        return new Confidences(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Confidences that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
