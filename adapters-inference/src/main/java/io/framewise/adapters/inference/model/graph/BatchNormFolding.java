package io.framewise.adapters.inference.model.graph;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes batch norms into the convolution or linear layer before them, or into the linear layer behind: at inference both
 * are one scaling and shift for each channel. Computed in doubles. A batch norm with no such neighbour stays.
 */
public final class BatchNormFolding {

    private final NetworkGraph graph;
    private final int[] uses;
    private final int[] moved;
    private final List<NetworkGraph.Node> folded = new ArrayList<>();

    private BatchNormFolding(NetworkGraph graph) {
        this.graph = graph;
        this.uses = new int[graph.nodes().size()];
        this.moved = new int[graph.nodes().size()];
        graph.nodes().forEach(node -> node.inputs().forEach(input -> uses[input]++));
    }

    public static NetworkGraph fold(NetworkGraph graph) {
        BatchNormFolding folding = new BatchNormFolding(graph);
        for (int i = 0; i < graph.nodes().size(); i++) {
            folding.take(i);
        }
        return new NetworkGraph(folding.folded);
    }

    private void take(int index) {
        NetworkGraph.Node node = graph.nodes().get(index);
        if (node.operation() instanceof Operation.BatchNorm norm) {
            int input = node.inputs().get(0);
            Operation before = folded.get(moved[input]).operation();
            Operation joined = uses[input] == 1 ? behind(before, Scale.of(norm)) : null;
            if (joined != null) {
                replace(moved[input], joined);
                moved[index] = moved[input];
                return;
            }
        }
        if (node.operation() instanceof Operation.Linear linear) {
            int input = node.inputs().get(0);
            NetworkGraph.Node before = folded.get(moved[input]);
            if (before.operation() instanceof Operation.BatchNorm norm
                    && uses[input] == 1
                    && moved[input] == folded.size() - 1) {
                folded.remove(folded.size() - 1);
                add(index, node.name(), ahead(linear, Scale.of(norm)), before.inputs());
                return;
            }
        }
        add(
                index,
                node.name(),
                node.operation(),
                node.inputs().stream().map(i -> moved[i]).toList());
    }

    private void add(int index, String name, Operation operation, List<Integer> inputs) {
        moved[index] = folded.size();
        folded.add(new NetworkGraph.Node(name, operation, inputs));
    }

    private void replace(int at, Operation operation) {
        NetworkGraph.Node node = folded.get(at);
        folded.set(at, new NetworkGraph.Node(node.name(), operation, node.inputs()));
    }

    /** {@code factor * x + shift} for each channel. */
    private record Scale(double[] factors, double[] shifts) {
        static Scale of(Operation.BatchNorm norm) {
            int channels = norm.weight().size();
            double[] factors = new double[channels];
            double[] shifts = new double[channels];
            FloatBuffer weight = norm.weight().values();
            FloatBuffer bias = norm.bias().values();
            FloatBuffer mean = norm.mean().values();
            FloatBuffer variance = norm.variance().values();
            for (int i = 0; i < channels; i++) {
                factors[i] = weight.get(i) / Math.sqrt((double) variance.get(i) + norm.epsilon());
                shifts[i] = bias.get(i) - mean.get(i) * factors[i];
            }
            return new Scale(factors, shifts);
        }

        Tensor outputs(Tensor weight) {
            float[] values = weight.toArray();
            int each = values.length / factors.length;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * factors[i / each]);
            }
            return Tensor.of(weight.shape(), values);
        }

        Tensor bias(@Nullable Tensor bias) {
            float[] values = new float[factors.length];
            for (int i = 0; i < values.length; i++) {
                double before = bias == null ? 0 : bias.values().get(i);
                values[i] = (float) (before * factors[i] + shifts[i]);
            }
            return Tensor.of(List.of(values.length), values);
        }
    }

    private static @Nullable Operation behind(Operation before, Scale scale) {
        if (before instanceof Operation.Convolution c) {
            return new Operation.Convolution(
                    scale.outputs(c.weight()), scale.bias(c.bias()), c.stride(), c.padding(), c.dilation(), c.groups());
        } else if (before instanceof Operation.Linear linear) {
            return new Operation.Linear(scale.outputs(linear.weight()), scale.bias(linear.bias()));
        }
        return null;
    }

    private static Operation ahead(Operation.Linear linear, Scale scale) {
        int outputs = linear.weight().side(0);
        int inputs = linear.weight().side(1);
        float[] weights = linear.weight().toArray();
        float[] bias = new float[outputs];
        Tensor before = linear.bias();
        for (int out = 0; out < outputs; out++) {
            double sum = before == null ? 0 : before.values().get(out);
            for (int in = 0; in < inputs; in++) {
                int at = out * inputs + in;
                sum += weights[at] * scale.shifts()[in];
                weights[at] = (float) (weights[at] * scale.factors()[in]);
            }
            bias[out] = (float) sum;
        }
        return new Operation.Linear(Tensor.of(linear.weight().shape(), weights), Tensor.of(List.of(outputs), bias));
    }
}
