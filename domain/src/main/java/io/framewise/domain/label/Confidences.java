package io.framewise.domain.label;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The confidence of each frame of a model's label, 0 to 1, and whether it is the frame's own or held from a sampled frame
 * before it, and whether the answer is the frame's own or its neighbours'; empty for a person's.
 */
public final class Confidences {

    public static final Confidences NONE = new Confidences(new float[0], new BitSet(), new BitSet());

    private final float[] values;
    private final BitSet held;
    private final BitSet smoothed;

    private Confidences(float[] values, BitSet held, BitSet smoothed) {
        this.values = values;
        this.held = held;
        this.smoothed = smoothed;
    }

    /** @param values one a frame, in frame order */
    public static Confidences of(float... values) {
        return new Confidences(values.clone(), new BitSet(), new BitSet());
    }

    /**
     * @param values one a frame, in frame order
     * @param held places of those that are not the frame's own
     * @param smoothed places at which the model is this sure of the answer, and said something else
     */
    public static Confidences of(float[] values, BitSet held, BitSet smoothed) {
        if (held.length() > values.length || smoothed.length() > values.length) {
            throw new IllegalArgumentException(
                    "Of " + values.length + " confidences " + held + " are held, " + smoothed + " smoothed.");
        }
        return new Confidences(values.clone(), (BitSet) held.clone(), (BitSet) smoothed.clone());
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

    /** Whether the frame at a place has the answer of its neighbours. */
    boolean smoothed(int place) {
        return smoothed.get(place);
    }

    boolean anySmoothed() {
        return !smoothed.isEmpty();
    }

    /** @return a copy */
    public float[] values() {
        return values.clone();
    }

    /** The confidences from one place to another, the first included, the last not. */
    Confidences slice(int from, int to) {
        return values.length == 0
                ? this
                : new Confidences(Arrays.copyOfRange(values, from, to), held.get(from, to), smoothed.get(from, to));
    }

    static Confidences joined(List<Confidences> parts) {
        float[] all = new float[parts.stream().mapToInt(Confidences::count).sum()];
        BitSet held = new BitSet();
        BitSet smoothed = new BitSet();
        int place = 0;
        for (Confidences part : parts) {
            System.arraycopy(part.values, 0, all, place, part.values.length);
            int start = place;
            part.held.stream().forEach(each -> held.set(start + each));
            part.smoothed.stream().forEach(each -> smoothed.set(start + each));
            place += part.values.length;
        }
        return new Confidences(all, held, smoothed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Confidences that
                && Arrays.equals(values, that.values)
                && held.equals(that.held)
                && smoothed.equals(that.smoothed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values)
                + (held.isEmpty() ? "" : " held at " + held)
                + (smoothed.isEmpty() ? "" : " smoothed at " + smoothed);
    }
}
