package io.framewise.adapters.inference.model.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** ONNX files as exporters do not write them, field by field; numbers of fields are those of onnx.proto. */
public final class OnnxBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private OnnxBytes with(Writing writing) {
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public OnnxBytes number(int field, long value) {
        return with(out -> out.writeInt64(field, value));
    }

    public OnnxBytes text(int field, String value) {
        return with(out -> out.writeString(field, value));
    }

    public OnnxBytes bytes(int field, byte[] value) {
        return with(out -> out.writeByteArray(field, value));
    }

    public OnnxBytes message(int field, OnnxBytes value) {
        return bytes(field, value.array());
    }

    public byte[] array() {
        return bytes.toByteArray();
    }

    /** A model of operator set 17. */
    public static OnnxBytes model(OnnxBytes graph) {
        return new OnnxBytes()
                .number(1, 8)
                .message(8, new OnnxBytes().number(2, 17))
                .message(7, graph);
    }

    /** A graph from {@code x}, n x 3 x 8 x 8, to {@code y}, n x 3. */
    public static OnnxBytes graph(OnnxBytes... nodes) {
        OnnxBytes graph = new OnnxBytes();
        for (OnnxBytes node : nodes) {
            graph.message(1, node);
        }
        return graph.text(2, "network").message(11, value("x", "n", 3, 8, 8)).message(12, value("y", "n", 3));
    }

    private static OnnxBytes value(String name, String free, int... sides) {
        OnnxBytes shape = new OnnxBytes().message(1, new OnnxBytes().text(2, free));
        for (int side : sides) {
            shape.message(1, new OnnxBytes().number(1, side));
        }
        OnnxBytes tensor = new OnnxBytes().number(1, 1).message(2, shape);
        return new OnnxBytes().text(1, name).message(2, new OnnxBytes().message(1, tensor));
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
        return new OnnxBytes()
                .text(1, name)
                .bytes(4, value.getBytes(StandardCharsets.UTF_8))
                .number(20, 3);
    }

    public static OnnxBytes floats(String name, List<Integer> shape, float... values) {
        OnnxBytes tensor = new OnnxBytes();
        shape.forEach(side -> tensor.number(1, side));
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor.number(2, 1).text(8, name).bytes(9, raw.array());
    }

    public static OnnxBytes shape(String name, long... values) {
        OnnxBytes tensor = new OnnxBytes().number(1, values.length).number(2, 7).text(8, name);
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return tensor.bytes(9, raw.array());
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
