package io.framewise.adapters.inference.model.graph;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * 32-bit floats in a shape, row-major.
 *
 * @param shape sizes of the dimensions, outermost first; none for a single value
 * @param values as many as the shape says; may be a view into the file they came from
 */
public record Tensor(List<Integer> shape, FloatBuffer values) {

    public Tensor {
        shape = List.copyOf(shape);
        long size = 1;
        for (int side : shape) {
            if (side < 0) {
                throw new IllegalArgumentException("A tensor has no side of " + side + ".");
            }
            size = Math.multiplyExact(size, (long) side);
        }
        if (size != values.remaining()) {
            throw new IllegalArgumentException(values.remaining() + " values for the shape " + shape + ".");
        }
        values = values.slice();
    }

    public static Tensor of(List<Integer> shape, float... values) {
        return new Tensor(shape, FloatBuffer.wrap(values));
    }

    /** A view of its own position. */
    @Override
    public FloatBuffer values() {
        return values.duplicate();
    }

    public int size() {
        return values.remaining();
    }

    public int side(int dimension) {
        return shape.get(dimension);
    }

    /** A copy. */
    public float[] toArray() {
        float[] copy = new float[size()];
        values().get(copy);
        return copy;
    }

    @Override
    public String toString() {
        return "Tensor" + shape + (size() <= 8 ? Arrays.toString(toArray()) : "");
    }
}
