package io.framewise.adapters.inference.model.graph;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pickles of a TorchScript archive, protocol 2; opcodes as in Python's {@code pickletools}. */
final class TorchPickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The object of class {@code __torch__.Network}; the values of weight {@code i} are in {@code data/i}. */
    static byte[] module(List<TorchScriptWriter.Weight> weights) {
        TorchPickle pickle = new TorchPickle()
                .begin()
                .global("__torch__", "Network")
                .code(')')
                .code(0x81)
                .code('}');
        pickle.code('(').text("training").code(0x89);
        for (int i = 0; i < weights.size(); i++) {
            pickle.text(weights.get(i).name()).tensor(i, weights.get(i));
        }
        return pickle.code('u').code('b').end();
    }

    /** An empty tuple. */
    static byte[] nothing() {
        return new TorchPickle().begin().code(')').end();
    }

    private TorchPickle tensor(int key, TorchScriptWriter.Weight weight) {
        List<Integer> shape = weight.tensor().shape();
        global("torch._utils", "_rebuild_tensor_v2").code('(').code('(').text("storage");
        global("torch", "FloatStorage")
                .text(Integer.toString(key))
                .text("cpu")
                .whole(weight.tensor().size());
        code('t')
                .code('Q')
                .whole(0)
                .tuple(shape)
                .tuple(strides(shape, weight.channelsLast()))
                .code(0x89);
        return global("collections", "OrderedDict")
                .code(')')
                .code('R')
                .code('t')
                .code('R');
    }

    private static List<Integer> strides(List<Integer> shape, boolean channelsLast) {
        if (channelsLast) {
            int inputs = shape.get(1);
            int width = shape.get(3);
            return List.of(shape.get(2) * width * inputs, 1, width * inputs, inputs);
        }
        Integer[] strides = new Integer[shape.size()];
        int stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i);
        }
        return List.of(strides);
    }

    private TorchPickle begin() {
        return code(0x80).code(2);
    }

    private byte[] end() {
        code('.');
        return out.toByteArray();
    }

    private TorchPickle code(int opcode) {
        out.write(opcode);
        return this;
    }

    private TorchPickle global(String module, String name) {
        code('c').out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private TorchPickle text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        code('X').little(bytes.length).out.writeBytes(bytes);
        return this;
    }

    private TorchPickle whole(int value) {
        return code('J').little(value);
    }

    private TorchPickle tuple(List<Integer> values) {
        code('(');
        values.forEach(this::whole);
        return code('t');
    }

    private TorchPickle little(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }
}
