package io.framewise.adapters.inference.model.graph;

import io.framewise.adapters.inference.model.graph.Operation.Pair;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network as a TorchScript archive for libtorch: a program of a few known functions, and its weights. The format
 * is that of {@code torch.jit.save} (torch/csrc/jit/serialization), file version 3.
 */
public final class TorchScriptWriter {

    private final NetworkGraph graph;
    private final boolean channelsLast;
    private final int[] uses;
    private final List<Weight> weights = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();

    /** A weight as an attribute of the module. */
    record Weight(String name, Tensor tensor, boolean channelsLast) {}

    private TorchScriptWriter(NetworkGraph graph, boolean channelsLast) {
        this.graph = graph;
        this.channelsLast = channelsLast;
        this.uses = new int[graph.nodes().size()];
        graph.nodes().forEach(node -> node.inputs().forEach(input -> uses[input]++));
    }

    /**
     * @param channelsLast whether pictures and filters lie in memory pixel by pixel: faster on processors
     * @param target is overwritten
     */
    public static void write(NetworkGraph graph, boolean channelsLast, Path target) throws IOException {
        TorchScriptWriter writer = new TorchScriptWriter(graph, channelsLast);
        for (int i = 0; i < graph.nodes().size(); i++) {
            writer.node(i, graph.nodes().get(i));
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
                StoredZip zip = new StoredZip(file)) {
            zip.add("network/data.pkl", TorchPickle.module(writer.weights));
            zip.add("network/constants.pkl", TorchPickle.nothing());
            zip.add("network/code/__torch__.py", writer.program().getBytes(StandardCharsets.US_ASCII));
            zip.add("network/version", "3\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < writer.weights.size(); i++) {
                Weight weight = writer.weights.get(i);
                zip.add("network/data/" + i, weight.tensor(), weight.channelsLast());
            }
        }
    }

    private String program() {
        String names =
                weights.stream().map(weight -> "\"" + weight.name() + "\", ").collect(Collectors.joining());
        String types = weights.stream()
                .map(weight -> "  " + weight.name() + " : Tensor\n")
                .collect(Collectors.joining());
        return "class Network(Module):\n  __parameters__ = []\n  __buffers__ = [" + names + "]\n  training : bool\n"
                + types
                + "  def forward(self: __torch__.Network,\n    x0: Tensor) -> Tensor:\n" + body + "    return x"
                + (graph.nodes().size() - 1) + "\n";
    }

    private void node(int index, NetworkGraph.Node node) {
        List<Integer> in = node.inputs();
        Operation operation = node.operation();
        if (operation instanceof Operation.Input) {
            if (channelsLast) {
                // 2 is torch.channels_last.
                line("x0 = torch.contiguous(x0, memory_format=2)");
            }
            return;
        }
        String from = "x" + in.get(0);
        String to = "x" + index;
        if (operation instanceof Operation.Convolution c) {
            line(to + " = torch.conv2d(" + from + ", " + weight(c.weight(), channelsLast) + ", " + weight(c.bias())
                    + ", " + list(c.stride()) + ", " + list(c.padding()) + ", " + list(c.dilation()) + ", " + c.groups()
                    + ")");
        } else if (operation instanceof Operation.BatchNorm n) {
            line(to + " = torch.batch_norm(" + from + ", " + weight(n.weight()) + ", " + weight(n.bias()) + ", "
                    + weight(n.mean()) + ", " + weight(n.variance()) + ", False, 0.1, " + n.epsilon() + ", False)");
        } else if (operation instanceof Operation.Relu) {
            line(to + " = torch.relu" + inPlace(in.get(0)) + "(" + from + ")");
        } else if (operation instanceof Operation.MaxPool p) {
            line(to + " = torch.max_pool2d(" + from + ", " + list(p.kernel()) + ", " + list(p.stride()) + ", "
                    + list(p.padding()) + ", " + list(p.dilation()) + ", " + truth(p.ceil()) + ")");
        } else if (operation instanceof Operation.AveragePool p) {
            line(to + " = torch.avg_pool2d(" + from + ", " + list(p.kernel()) + ", " + list(p.stride()) + ", "
                    + list(p.padding()) + ", " + truth(p.ceil()) + ", " + truth(p.countPadding()) + ")");
        } else if (operation instanceof Operation.AdaptiveAveragePool p) {
            line(to + " = torch.adaptive_avg_pool2d(" + from + ", " + list(p.output()) + ")");
        } else if (operation instanceof Operation.AdaptiveMaxPool p) {
            line(to + ", i" + index + " = torch.adaptive_max_pool2d(" + from + ", " + list(p.output()) + ")");
        } else if (operation instanceof Operation.Add) {
            line(to + " = torch.add" + inPlace(in.get(0)) + "(" + from + ", x" + in.get(1) + ")");
        } else if (operation instanceof Operation.Concat) {
            String all = in.stream().map(i -> "x" + i).collect(Collectors.joining(", "));
            line(to + " = torch.cat([" + all + "], 1)");
        } else if (operation instanceof Operation.Flatten) {
            line(to + " = torch.flatten(" + from + ", 1)");
        } else if (operation instanceof Operation.Linear linear) {
            line(to + " = torch.linear(" + from + ", " + weight(linear.weight()) + ", " + weight(linear.bias()) + ")");
        }
    }

    /** What nobody else needs may be overwritten; the input is the caller's. */
    private String inPlace(int input) {
        Operation made = graph.nodes().get(input).operation();
        boolean own = made instanceof Operation.Convolution
                || made instanceof Operation.BatchNorm
                || made instanceof Operation.Linear
                || made instanceof Operation.Add;
        return own && uses[input] == 1 ? "_" : "";
    }

    private void line(String text) {
        body.append("    ").append(text).append('\n');
    }

    private String weight(@Nullable Tensor tensor) {
        return weight(tensor, false);
    }

    private String weight(@Nullable Tensor tensor, boolean last) {
        if (tensor == null) {
            return "None";
        }
        String name = "w" + weights.size();
        weights.add(new Weight(name, tensor, last));
        return "self." + name;
    }

    private static String list(Pair pair) {
        return "[" + pair.height() + ", " + pair.width() + "]";
    }

    private static String truth(boolean value) {
        return value ? "True" : "False";
    }
}
