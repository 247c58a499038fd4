package io.framewise.adapters.inference.model.graph;

import io.framewise.adapters.inference.model.graph.OnnxMessage.Attribute;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a network as an ONNX file of operator set 13 for ONNX Runtime; the batch is as large as one likes. */
public final class OnnxWriter {

    private final Shapes shapes;
    private final OnnxMessage model = new OnnxMessage();

    private OnnxWriter(Shapes shapes) {
        this.shapes = shapes;
    }

    /** Why a network cannot be written, for an input of this size; empty when it can. */
    public static Optional<String> obstacle(NetworkGraph graph, int height, int width) {
        Shapes shapes = Shapes.of(graph, height, width);
        for (NetworkGraph.Node node : graph.nodes()) {
            if (node.operation() instanceof Operation.AdaptiveMaxPool pool
                    && !divides(shapes.of(node.inputs().get(0)), pool.output())) {
                return Optional.of("ONNX has no operation for the adaptive pooling at " + node.name() + ".");
            }
        }
        return Optional.empty();
    }

    /**
     * @param height of the input, px
     * @param width of the input, px
     * @param target is overwritten
     */
    public static void write(NetworkGraph graph, int height, int width, Path target) throws IOException {
        OnnxWriter writer = new OnnxWriter(Shapes.of(graph, height, width));
        for (int i = 1; i < graph.nodes().size(); i++) {
            writer.node(i, graph.nodes().get(i));
        }
        int outputs = writer.shapes.output().channels();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            writer.model.write(file, height, width, name(graph.nodes().size() - 1), outputs);
        }
    }

    private static String name(int node) {
        return node == 0 ? OnnxMessage.INPUT : "x" + node;
    }

    private void node(int index, NetworkGraph.Node node) {
        List<String> in =
                new ArrayList<>(node.inputs().stream().map(OnnxWriter::name).toList());
        Shapes.Shape from = shapes.of(node.inputs().get(0));
        String to = name(index);
        Operation operation = node.operation();
        if (operation instanceof Operation.Convolution c) {
            in.add(model.tensor(c.weight()));
            addIfThere(in, c.bias());
            model.node(
                    "Conv",
                    in,
                    to,
                    ints("strides", c.stride()),
                    pads(c.padding()),
                    ints("dilations", c.dilation()),
                    Attribute.of("group", c.groups()));
        } else if (operation instanceof Operation.BatchNorm n) {
            for (Tensor tensor : List.of(n.weight(), n.bias(), n.mean(), n.variance())) {
                in.add(model.tensor(tensor));
            }
            model.node("BatchNormalization", in, to, Attribute.of("epsilon", n.epsilon()));
        } else if (operation instanceof Operation.Relu) {
            model.node("Relu", in, to);
        } else if (operation instanceof Operation.MaxPool p) {
            model.node(
                    "MaxPool",
                    in,
                    to,
                    ints("kernel_shape", p.kernel()),
                    ints("strides", p.stride()),
                    pads(p.padding()),
                    ints("dilations", p.dilation()),
                    Attribute.of("ceil_mode", p.ceil() ? 1 : 0));
        } else if (operation instanceof Operation.AveragePool p) {
            model.node(
                    "AveragePool",
                    in,
                    to,
                    ints("kernel_shape", p.kernel()),
                    ints("strides", p.stride()),
                    pads(p.padding()),
                    Attribute.of("ceil_mode", p.ceil() ? 1 : 0),
                    Attribute.of("count_include_pad", p.countPadding() ? 1 : 0));
        } else if (operation instanceof Operation.AdaptiveAveragePool p) {
            adaptive("AveragePool", in, to, from, p.output());
        } else if (operation instanceof Operation.AdaptiveMaxPool p) {
            adaptive("MaxPool", in, to, from, p.output());
        } else if (operation instanceof Operation.Add) {
            model.node("Add", in, to);
        } else if (operation instanceof Operation.Concat) {
            model.node("Concat", in, to, Attribute.of("axis", 1));
        } else if (operation instanceof Operation.Flatten) {
            model.node("Flatten", in, to, Attribute.of("axis", 1));
        } else if (operation instanceof Operation.Linear linear) {
            in.add(model.tensor(linear.weight()));
            addIfThere(in, linear.bias());
            model.node("Gemm", in, to, Attribute.of("transB", 1));
        }
    }

    private void addIfThere(List<String> inputs, @Nullable Tensor tensor) {
        if (tensor != null) {
            inputs.add(model.tensor(tensor));
        }
    }

    private static boolean divides(Shapes.Shape from, Pair output) {
        return from.height() % output.height() == 0 && from.width() % output.width() == 0;
    }

    /** The size of the input is known: a fixed pooling, or else averaging by two multiplications. */
    private void adaptive(String pool, List<String> in, String to, Shapes.Shape from, Pair output) {
        if (divides(from, output)) {
            Pair kernel = new Pair(from.height() / output.height(), from.width() / output.width());
            model.node(pool, in, to, ints("kernel_shape", kernel), ints("strides", kernel));
            return;
        }
        String rows = model.tensor(averaging(output.height(), from.height(), false));
        String columns = model.tensor(averaging(output.width(), from.width(), true));
        model.node("MatMul", List.of(rows, in.get(0)), to + "r");
        model.node("MatMul", List.of(to + "r", columns), to);
    }

    /** Cell {@code i} averages from {@code floor(i n / m)} to {@code ceil((i + 1) n / m)}, as in PyTorch. */
    private static Tensor averaging(int outputs, int inputs, boolean transposed) {
        float[] matrix = new float[outputs * inputs];
        for (int out = 0; out < outputs; out++) {
            int first = out * inputs / outputs;
            int end = ((out + 1) * inputs + outputs - 1) / outputs;
            for (int in = first; in < end; in++) {
                matrix[transposed ? in * outputs + out : out * inputs + in] = 1f / (end - first);
            }
        }
        return Tensor.of(transposed ? List.of(inputs, outputs) : List.of(outputs, inputs), matrix);
    }

    private static Attribute ints(String name, Pair pair) {
        return Attribute.of(name, pair.height(), pair.width());
    }

    private static Attribute pads(Pair pair) {
        return Attribute.of("pads", pair.height(), pair.width(), pair.height(), pair.width());
    }
}
