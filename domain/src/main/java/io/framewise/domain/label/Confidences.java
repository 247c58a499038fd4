package io.framewise.domain.label;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The confidence of each frame of a model's label, 0 to 1, and whether it is the frame's own or held from a sampled frame
 * before it; empty for a person's.
 */
public final class Confidences {

    public static final Confidences NONE = new Confidences(new float[0], new BitSet());

    private final float[] values;
    private final BitSet held;

    private Confidences(float[] values, BitSet held) {
        this.values = values;
        this.held = held;
    }

    /** @param values one a frame, in frame order */
    public static Confidences of(float... values) {
        return new Confidences(values.clone(), new BitSet());
    }

    /**
     * @param values one a frame, in frame order
     * @param held places of those that are not the frame's own
     */
    public static Confidences of(float[] values, BitSet held) {
        if (held.length() > values.length) {
            throw new IllegalArgumentException(held + " of " + values.length + " confidences held.");
        }
        return new Confidences(values.clone(), (BitSet) held.clone());
    }

    public int count() {
        return values.length;
    }

    public float at(int place) {
        return values[place];
    }

    /** Whether the frame at a place was not classified itself. */
    boolean held(int place) {
        return held.get(place);
    }

    boolean anyHeld() {
        return !held.isEmpty();
    }

    /** @return a copy */
    public float[] values() {
        return values.clone();
    }

    /** The confidences from one place to another, the first included, the last not. */
    Confidences slice(int from, int to) {
        return values.length == 0 ? this : new Confidences(Arrays.copyOfRange(values, from, to), held.get(from, to));
    }

    static Confidences joined(List<Confidences> parts) {
        float[] all = new float[parts.stream().mapToInt(Confidences::count).sum()];
        BitSet held = new BitSet();
        int place = 0;
        for (Confidences part : parts) {
            System.arraycopy(part.values, 0, all, place, part.values.length);
            int start = place;
            part.held.stream().forEach(each -> held.set(start + each));
            place += part.values.length;
        }
        return new Confidences(all, held);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Confidences that && Arrays.equals(values, that.values) && held.equals(that.held);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values) + (held.isEmpty() ? "" : " held at " + held);
    }
}
