package io.framewise.adapters.inference.model.statedict;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.domain.model.Architecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Builds the networks of torchvision (torchvision/models/resnet.py, vgg.py) from their state dicts: every tensor has to be
 * there under its name, and no other.
 */
public final class TorchvisionLayouts {

    private static final float EPSILON = 1e-5f;
    private static final int SHOWN = 3;
    private static final Map<Architecture, List<Integer>> BLOCKS = Map.of(
            Architecture.RESNET18, List.of(2, 2, 2, 2),
            Architecture.RESNET34, List.of(3, 4, 6, 3),
            Architecture.RESNET50, List.of(3, 4, 6, 3),
            Architecture.RESNET101, List.of(3, 4, 23, 3),
            Architecture.RESNET152, List.of(3, 8, 36, 3));
    // Convolutions between poolings.
    private static final Map<String, List<Integer>> STAGES = Map.of(
            "vgg11", List.of(1, 1, 2, 2, 2),
            "vgg13", List.of(2, 2, 2, 2, 2),
            "vgg16", List.of(2, 2, 3, 3, 3),
            "vgg19", List.of(2, 2, 4, 4, 4));

    private final Map<String, Tensor> tensors;
    private final NetworkGraph.Builder graph = new NetworkGraph.Builder();

    private TorchvisionLayouts(Map<String, Tensor> tensors) {
        this.tensors = new LinkedHashMap<>(tensors);
    }

    /** @throws RefusedNetworkException naming the tensors that are missing or too many */
    public static NetworkGraph build(Architecture architecture, Map<String, Tensor> tensors) {
        TorchvisionLayouts layout = new TorchvisionLayouts(tensors);
        List<Integer> blocks = BLOCKS.get(architecture);
        if (blocks != null) {
            boolean deep = architecture != Architecture.RESNET18 && architecture != Architecture.RESNET34;
            layout.resnet(blocks, deep);
        } else if (architecture == Architecture.OTHER) {
            throw new RefusedNetworkException(
                    "architecture-missing",
                    "A state dict is weights without a network: the manifest has to name the architecture, such as"
                            + " resnet18.");
        } else {
            String name = architecture.value();
            layout.vgg(STAGES.getOrDefault(name.replace("_bn", ""), List.of()), name.endsWith("_bn"));
        }
        if (!layout.tensors.isEmpty()) {
            throw new RefusedNetworkException(
                    "unexpected-tensor",
                    "A " + architecture.value() + " of torchvision does not have the tensors "
                            + shown(new TreeSet<>(layout.tensors.keySet())) + ".");
        }
        return layout.graph.build();
    }

    private static String shown(Set<String> names) {
        String first = String.join(", ", names.stream().limit(SHOWN).toList());
        return names.size() <= SHOWN ? first : first + " and " + (names.size() - SHOWN) + " more";
    }

    private void resnet(List<Integer> blocks, boolean deep) {
        convolution("conv1", 2, 3);
        batchNorm("bn1");
        graph.then("relu", new Operation.Relu());
        graph.then("maxpool", new Operation.MaxPool(Pair.of(3), Pair.of(2), Pair.of(1), Pair.of(1), false));
        for (int stage = 0; stage < blocks.size(); stage++) {
            for (int block = 0; block < blocks.get(stage); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                String name = "layer" + (stage + 1) + "." + block;
                int input = graph.current();
                if (deep) {
                    bottleneck(name, stride);
                } else {
                    basic(name, stride);
                }
                join(name, input, stride);
            }
        }
        graph.then("avgpool", new Operation.AdaptiveAveragePool(Pair.of(1)));
        graph.then("flatten", new Operation.Flatten());
        linear("fc");
    }

    private void basic(String name, int stride) {
        convolution(name + ".conv1", stride, 1);
        batchNorm(name + ".bn1");
        graph.then(name + ".relu", new Operation.Relu());
        convolution(name + ".conv2", 1, 1);
        batchNorm(name + ".bn2");
    }

    private void bottleneck(String name, int stride) {
        convolution(name + ".conv1", 1, 0);
        batchNorm(name + ".bn1");
        graph.then(name + ".relu", new Operation.Relu());
        convolution(name + ".conv2", stride, 1);
        batchNorm(name + ".bn2");
        graph.then(name + ".relu", new Operation.Relu());
        convolution(name + ".conv3", 1, 0);
        batchNorm(name + ".bn3");
    }

    private void join(String name, int input, int stride) {
        int main = graph.current();
        int shortcut = input;
        if (tensors.containsKey(name + ".downsample.0.weight")) {
            graph.branch(input);
            convolution(name + ".downsample.0", stride, 0);
            batchNorm(name + ".downsample.1");
            shortcut = graph.current();
        }
        graph.add(name, new Operation.Add(), main, shortcut);
        graph.then(name + ".relu", new Operation.Relu());
    }

    private void vgg(List<Integer> stages, boolean normalised) {
        int index = 0;
        for (int convolutions : stages) {
            for (int i = 0; i < convolutions; i++) {
                convolution("features." + index, 1, 1);
                index++;
                if (normalised) {
                    batchNorm("features." + index);
                    index++;
                }
                graph.then("features." + index, new Operation.Relu());
                index++;
            }
            graph.then(
                    "features." + index, new Operation.MaxPool(Pair.of(2), Pair.of(2), Pair.of(0), Pair.of(1), false));
            index++;
        }
        graph.then("avgpool", new Operation.AdaptiveAveragePool(Pair.of(7)));
        graph.then("flatten", new Operation.Flatten());
        linear("classifier.0");
        graph.then("classifier.1", new Operation.Relu());
        linear("classifier.3");
        graph.then("classifier.4", new Operation.Relu());
        linear("classifier.6");
    }

    private void convolution(String name, int stride, int padding) {
        graph.then(
                name,
                new Operation.Convolution(
                        take(name + ".weight"),
                        optional(name + ".bias"),
                        Pair.of(stride),
                        Pair.of(padding),
                        Pair.of(1),
                        1));
    }

    private void batchNorm(String name) {
        graph.then(
                name,
                new Operation.BatchNorm(
                        take(name + ".weight"),
                        take(name + ".bias"),
                        take(name + ".running_mean"),
                        take(name + ".running_var"),
                        EPSILON));
    }

    private void linear(String name) {
        graph.then(name, new Operation.Linear(take(name + ".weight"), optional(name + ".bias")));
    }

    private @Nullable Tensor optional(String name) {
        return tensors.remove(name);
    }

    private Tensor take(String name) {
        Tensor tensor = tensors.remove(name);
        if (tensor == null) {
            throw new RefusedNetworkException("tensor-missing", "The file has no tensor " + name + ".");
        }
        return tensor;
    }
}
