package io.framewise.adapters.inference.model.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A message of onnx.proto under way, field by field, also as exporters do not write it. */
public final class OnnxBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public OnnxBytes number(int field, long value) {
        return write(out -> out.writeInt64(field, value));
    }

    public OnnxBytes real(int field, float value) {
        return write(out -> out.writeFloat(field, value));
    }

    public OnnxBytes text(int field, String value) {
        return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public OnnxBytes message(int field, OnnxBytes value) {
        return raw(field, value.bytes());
    }

    public OnnxBytes raw(int field, byte[] value) {
        return write(out -> out.writeByteArray(field, value));
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private OnnxBytes write(Fields fields) {
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** A {@code ModelProto} of operator set 17. */
    public static OnnxBytes model(OnnxBytes graph) {
        return model(17, graph);
    }

    /** A {@code ModelProto} of a graph. */
    public static OnnxBytes model(int opset, OnnxBytes graph) {
        return new OnnxBytes()
                .number(1, 8)
                .message(8, new OnnxBytes().number(2, opset))
                .message(7, graph);
    }

    /** A {@code GraphProto} from {@code x}, n x 3 x 8 x 8, to {@code y}, n x 3. */
    public static OnnxBytes graph(OnnxBytes... nodes) {
        OnnxBytes graph = new OnnxBytes();
        for (OnnxBytes node : nodes) {
            graph.message(1, node);
        }
        return graph.text(2, "network").message(11, value("x", 0, 3, 8, 8)).message(12, value("y", 0, 3));
    }

    public static OnnxBytes node(String operator, List<String> inputs, String output, OnnxBytes... attributes) {
        OnnxBytes node = new OnnxBytes();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, "the " + operator).text(4, operator);
        for (OnnxBytes attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    public static OnnxBytes whole(String name, long value) {
        return new OnnxBytes().text(1, name).number(3, value).number(20, 2);
    }

    public static OnnxBytes wholes(String name, long... values) {
        OnnxBytes attribute = new OnnxBytes().text(1, name);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute.number(20, 7);
    }

    public static OnnxBytes text(String name, String value) {
        return new OnnxBytes().text(1, name).text(4, value).number(20, 3);
    }

    /** A {@code TensorProto} without values. */
    public static OnnxBytes tensor(String name, int type, long... sides) {
        OnnxBytes tensor = new OnnxBytes();
        for (long side : sides) {
            tensor.number(1, side);
        }
        return tensor.number(2, type).text(8, name);
    }

    public static OnnxBytes floats(String name, List<Integer> shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        long[] sides = shape.stream().mapToLong(side -> side).toArray();
        return tensor(name, 1, sides).raw(9, raw.array());
    }

    public static OnnxBytes wholeNumbers(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return tensor(name, 7, values.length).raw(9, raw.array());
    }

    /** A {@code ValueInfoProto} of floats; sides below 1 are free. */
    public static OnnxBytes value(String name, int... sides) {
        OnnxBytes shape = new OnnxBytes();
        for (int side : sides) {
            shape.message(1, side < 1 ? new OnnxBytes().text(2, "n") : new OnnxBytes().number(1, side));
        }
        OnnxBytes tensor = new OnnxBytes().number(1, 1).message(2, shape);
        return new OnnxBytes().text(1, name).message(2, new OnnxBytes().message(1, tensor));
    }

    /**
     * A classifier of two classes by the mean colours, as exporters write one of that operator set; with more nodes
     * than it needs.
     */
    public static OnnxBytes classifier(int opset) {
        OnnxBytes graph = new OnnxBytes()
                .message(1, node("Conv", List.of("x", "w"), "a").message(5, wholes("pads", 0, 0, 0, 0)))
                .message(1, node("Relu", List.of("a"), "b"));
        if (opset < 18) {
            graph.message(
                    1,
                    node("ReduceMean", List.of("b"), "c")
                            .message(5, wholes("axes", 2, 3))
                            .message(5, whole("keepdims", 1)));
        } else {
            graph.message(1, node("ReduceMean", List.of("b", "axes"), "c").message(5, whole("keepdims", 1)))
                    .message(5, wholeNumbers("axes", 2, 3));
        }
        return graph.message(1, node("Reshape", List.of("c", "flat"), "d"))
                .message(1, node("Gemm", List.of("d", "v", "u"), "e").message(5, whole("transB", 1)))
                .message(1, node("Softmax", List.of("e"), "y").message(5, whole("axis", 1)))
                .message(5, floats("w", List.of(2, 3, 1, 1), 1, 0, 0, 0, 1, 1))
                .message(5, floats("v", List.of(2, 2), 1, -1, -1, 1))
                .message(5, floats("u", List.of(2), 0.5f, 0))
                .message(5, wholeNumbers("flat", 0, -1))
                .message(11, value("x", 0, 3, 8, 8))
                .message(12, value("y", 0, 2));
    }

    /** Ten times the mean colour. */
    public static OnnxBytes[] meanColour(String to) {
        return new OnnxBytes[] {
            node("GlobalAveragePool", List.of("x"), "pooled"),
            node("Flatten", List.of("pooled"), "flat"),
            node("Gemm", List.of("flat", "w"), to)
        };
    }

    /** The weights of {@link #meanColour}. */
    public static OnnxBytes scale() {
        return floats("w", List.of(3, 3), 10, 0, 0, 0, 10, 0, 0, 0, 10);
    }
}
