package io.framewise.adapters.inference.model;

import io.framewise.adapters.inference.model.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes pickles opcode by opcode, or values as Python would, protocol 2. */
public final class PickleBytes {

    /** An object of a class with its attributes. */
    public record Instance(String type, Map<String, ?> state) {}

    /** What calling a function would give. */
    public record Call(String function, List<?> arguments) {}

    /** Bytes of a pickle as they are. */
    public record Raw(byte[] opcodes) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Tensor> storages = new ArrayList<>();

    public static PickleBytes begin() {
        return new PickleBytes().code(0x80, 2);
    }

    /** Values of the tensors that were written, in the order of their keys. */
    public List<Tensor> storages() {
        return storages;
    }

    public PickleBytes code(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    public PickleBytes ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public PickleBytes little(int bytes, long value) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(all, 0, bytes);
        return this;
    }

    /** @param name with its module */
    public PickleBytes global(String name) {
        int dot = name.lastIndexOf('.');
        return ascii("c" + name.substring(0, dot) + "\n" + name.substring(dot + 1) + "\n");
    }

    public PickleBytes value(Object value) {
        if (value instanceof Boolean truth) {
            return code(truth ? 0x88 : 0x89);
        } else if (value instanceof Integer whole) {
            return code('J').little(4, whole);
        } else if (value instanceof Double real) {
            code('G').out.writeBytes(ByteBuffer.allocate(8).putDouble(real).array());
            return this;
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            code('X').little(4, bytes.length).out.writeBytes(bytes);
            return this;
        } else if (value instanceof List<?> list) {
            code('(');
            list.forEach(this::value);
            return code('t');
        } else if (value instanceof Map<?, ?> table) {
            code('}', '(');
            table.forEach((key, entry) -> value(key).value(entry));
            return code('u');
        } else if (value instanceof Instance instance) {
            return global(instance.type())
                    .code(')', 0x81)
                    .value(instance.state())
                    .code('b');
        } else if (value instanceof Call call) {
            return global(call.function()).value(call.arguments()).code('R');
        } else if (value instanceof Tensor tensor) {
            storages.add(tensor);
            return tensor(
                    "torch.FloatStorage",
                    Integer.toString(storages.size() - 1),
                    0,
                    tensor.shape(),
                    strides(tensor.shape()));
        } else if (value instanceof Raw raw) {
            out.writeBytes(raw.opcodes());
            return this;
        }
        throw new IllegalArgumentException(String.valueOf(value));
    }

    /** A tensor in a storage of one's choice; sizes are whatever {@link #value} takes. */
    public PickleBytes tensor(String kind, String key, Object offset, List<?> shape, List<?> strides) {
        global("torch._utils._rebuild_tensor_v2")
                .code('(', '(')
                .value("storage")
                .global(kind);
        value(key)
                .value("cpu")
                .value(0)
                .code('t', 'Q')
                .value(offset)
                .value(shape)
                .value(strides);
        return value(false).code('N', 't', 'R');
    }

    private static List<Integer> strides(List<Integer> shape) {
        List<Integer> strides = new ArrayList<>();
        int stride = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides.add(0, stride);
            stride *= shape.get(i);
        }
        return strides;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    public byte[] done() {
        return code('.').bytes();
    }
}
