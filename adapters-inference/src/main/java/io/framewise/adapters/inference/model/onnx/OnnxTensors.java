package io.framewise.adapters.inference.model.onnx;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Values of {@code TensorProto}s (onnx.proto); those that are kept in other files are refused. */
final class OnnxTensors {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int INT32 = 6;
    private static final int BOOL = 9;
    private static final int MAX_DIMENSIONS = 8;
    private static final int MOST_WHOLES = 1 << 16;

    private OnnxTensors() {}

    /** Looks at one without reading its values. */
    static void check(Message tensor) throws IOException {
        String name = tensor.text(8);
        if (tensor.number(14) != 0 || tensor.has(13)) {
            String where = "";
            for (Message entry : tensor.messages(13)) {
                where = entry.text(1).equals("location") ? " (" + shortened(entry.text(2)) + ")" : where;
            }
            throw new RefusedNetworkException(
                    "external-data",
                    "The values of the tensor " + name + " are in another file" + where
                            + ", which is not opened. Save the model with its weights inside.");
        }
        long type = tensor.number(2);
        if (type != FLOAT && type != INT64 && type != INT32 && type != BOOL) {
            throw refused(
                    name, "it has values of the type " + type + " (TensorProto.DataType); 32-bit floats are taken");
        }
        long bytes = type == INT64 ? Long.BYTES : type == BOOL ? 1 : Integer.BYTES;
        for (int side : shape(tensor)) {
            bytes *= side;
        }
        if (tensor.has(9) && (tensor.blocks(9).get(0).remaining() != bytes || tensor.has(4))) {
            throw refused(name, "it has " + tensor.blocks(9).get(0).remaining() + " bytes; its shape says " + bytes);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static List<Integer> shape(Message tensor) throws IOException {
        List<Integer> shape = new ArrayList<>();
        long size = 1;
        for (long side : tensor.wholes(1)) {
            if (side < 0 || side > Integer.MAX_VALUE || shape.size() == MAX_DIMENSIONS) {
                throw refused(tensor.text(8), "its shape makes no sense");
            }
            shape.add((int) side);
            size *= side;
            if (size > Integer.MAX_VALUE / Float.BYTES) {
                throw refused(tensor.text(8), "it has more than " + Integer.MAX_VALUE / Float.BYTES + " values");
            }
        }
        return shape;
    }

    static boolean isFloat(Message tensor) {
        return tensor.number(2) == FLOAT;
    }

    static Tensor floats(Message tensor) throws IOException {
        List<Integer> shape = shape(tensor);
        int size = shape.stream().reduce(1, Math::multiplyExact);
        List<ByteBuffer> raw = tensor.blocks(tensor.has(9) ? 9 : 4);
        if (raw.size() > 1) {
            throw refused(tensor.text(8), "its values come in " + raw.size() + " pieces");
        }
        FloatBuffer values =
                raw.isEmpty() ? FloatBuffer.allocate(0) : raw.get(0).asFloatBuffer();
        if (!isFloat(tensor) || values.remaining() != size) {
            throw refused(tensor.text(8), "it has " + values.remaining() + " floats for the shape " + shape);
        }
        return new Tensor(shape, values);
    }

    /** Whether it is one truth value, and that is false. */
    static boolean isFalse(Message tensor) throws IOException {
        if (tensor.has(9)) {
            ByteBuffer raw = tensor.blocks(9).get(0);
            return raw.remaining() == 1 && raw.get() == 0;
        }
        return tensor.number(2) == BOOL && tensor.wholes(5).stream().allMatch(value -> value == 0);
    }

    /** Whole numbers, such as a shape. */
    static List<Long> wholes(Message tensor) throws IOException {
        if (!tensor.has(9)) {
            return tensor.wholes(tensor.number(2) == INT64 ? 7 : 5);
        }
        ByteBuffer raw = tensor.blocks(9).get(0);
        if (raw.remaining() > MOST_WHOLES * Long.BYTES) {
            throw refused(tensor.text(8), "it has more than " + MOST_WHOLES + " numbers for a shape");
        }
        List<Long> values = new ArrayList<>();
        boolean wide = tensor.number(2) == INT64;
        while (raw.remaining() >= (wide ? Long.BYTES : Integer.BYTES)) {
            values.add(wide ? raw.getLong() : raw.getInt());
        }
        return values;
    }

    private static RefusedNetworkException refused(String name, String reason) {
        return new RefusedNetworkException("tensor-refused", "The tensor " + name + " is not taken: " + reason + ".");
    }
}
