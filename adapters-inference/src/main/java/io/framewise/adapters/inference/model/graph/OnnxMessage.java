package io.framewise.adapters.inference.model.graph;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A {@code ModelProto} under way. Field numbers are those of onnx.proto, IR version 7. */
final class OnnxMessage {

    static final String INPUT = "input";
    private static final int FLOAT = 1;

    private final ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    private final List<Tensor> tensors = new ArrayList<>();

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    /** An {@code AttributeProto}: name = 1, f = 2, i = 3, ints = 8, type = 20. */
    record Attribute(byte[] message) {

        static Attribute of(String name, int value) {
            return new Attribute(bytes(out -> {
                out.writeString(1, name);
                out.writeInt64(3, value);
                out.writeEnum(20, 2);
            }));
        }

        static Attribute of(String name, float value) {
            return new Attribute(bytes(out -> {
                out.writeString(1, name);
                out.writeFloat(2, value);
                out.writeEnum(20, 1);
            }));
        }

        static Attribute of(String name, int first, int second, int... more) {
            return new Attribute(bytes(out -> {
                out.writeString(1, name);
                out.writeInt64(8, first);
                out.writeInt64(8, second);
                for (int value : more) {
                    out.writeInt64(8, value);
                }
                out.writeEnum(20, 7);
            }));
        }
    }

    /** @return the name to refer to it by */
    String tensor(Tensor tensor) {
        tensors.add(tensor);
        return name(tensors.size() - 1);
    }

    private static String name(int tensor) {
        return "w" + tensor;
    }

    /** Adds a {@code NodeProto}: input = 1, output = 2, op_type = 4, attribute = 5. */
    void node(String operator, List<String> inputs, String output, Attribute... attributes) {
        byte[] node = bytes(out -> {
            for (String input : inputs) {
                out.writeString(1, input);
            }
            out.writeString(2, output);
            out.writeString(4, operator);
            for (Attribute attribute : attributes) {
                out.writeByteArray(5, attribute.message());
            }
        });
        nodes.writeBytes(bytes(out -> out.writeByteArray(1, node)));
    }

    /**
     * Writes the {@code ModelProto}: ir_version = 1, graph = 7, opset_import = 8. In the {@code GraphProto}: node = 1, name
     * = 2, initializer = 5, input = 11, output = 12.
     */
    void write(OutputStream file, int height, int width, String output, int outputs) throws IOException {
        byte[] rest = bytes(out -> {
            out.writeString(2, "network");
            out.writeByteArray(11, value(INPUT, 3, height, width));
            out.writeByteArray(12, value(output, outputs));
        });
        List<byte[]> heads = new ArrayList<>();
        long size = (long) nodes.size() + rest.length;
        for (int i = 0; i < tensors.size(); i++) {
            byte[] head = head(tensors.get(i), name(i));
            heads.add(head);
            size += head.length + (long) Float.BYTES * tensors.get(i).size();
        }
        CodedOutputStream out = CodedOutputStream.newInstance(file);
        out.writeInt64(1, 7);
        byte[] operators = bytes(set -> set.writeInt64(2, 13));
        out.writeByteArray(8, operators);
        out.writeTag(7, 2);
        out.writeUInt64NoTag(size);
        out.writeRawBytes(nodes.toByteArray());
        out.writeRawBytes(rest);
        for (int i = 0; i < tensors.size(); i++) {
            out.writeRawBytes(heads.get(i));
            new FloatBytes(tensors.get(i), false).forEach((piece, length) -> out.writeRawBytes(piece, 0, length));
        }
        out.flush();
    }

    /** All of a {@code TensorProto} but its values: dims = 1, data_type = 2, name = 8, raw_data = 9. */
    private static byte[] head(Tensor tensor, String name) {
        byte[] fields = bytes(out -> {
            for (int side : tensor.shape()) {
                out.writeInt64(1, side);
            }
            out.writeInt32(2, FLOAT);
            out.writeString(8, name);
            out.writeTag(9, 2);
            out.writeUInt64NoTag((long) Float.BYTES * tensor.size());
        });
        return bytes(out -> {
            out.writeTag(5, 2);
            out.writeUInt64NoTag(fields.length + (long) Float.BYTES * tensor.size());
            out.writeRawBytes(fields);
        });
    }

    /** A {@code ValueInfoProto} of floats whose first dimension is free. */
    private static byte[] value(String name, int... sides) {
        byte[] shape = bytes(out -> {
            out.writeByteArray(1, bytes(dimension -> dimension.writeString(2, "n")));
            for (int side : sides) {
                out.writeByteArray(1, bytes(dimension -> dimension.writeInt64(1, side)));
            }
        });
        byte[] tensor = bytes(out -> {
            out.writeInt32(1, FLOAT);
            out.writeByteArray(2, shape);
        });
        return bytes(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, bytes(type -> type.writeByteArray(1, tensor)));
        });
    }

    private static byte[] bytes(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
