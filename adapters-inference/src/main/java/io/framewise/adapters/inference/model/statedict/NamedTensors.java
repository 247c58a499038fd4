package io.framewise.adapters.inference.model.statedict;

import io.framewise.adapters.inference.model.NetworkReader.Expected;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.WeightsFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What state dicts of all files have in common. */
final class NamedTensors {

    private static final String PARALLEL = "module.";

    private NamedTensors() {}

    /** Whether a name is that of a counter, which inference does not need. */
    static boolean isCounter(String name) {
        return name.endsWith(".num_batches_tracked");
    }

    static ReadNetwork network(WeightsFormat format, Map<String, Tensor> tensors, Expected expected) {
        Architecture architecture = expected.architecture().orElseGet(() -> guess(tensors));
        NetworkGraph graph = TorchvisionLayouts.build(architecture, plain(tensors));
        if (expected.outputs().isPresent()
                && graph.output().operation() instanceof Operation.Linear last
                && !last.weight().shape().isEmpty()
                && last.weight().side(0) != expected.outputs().getAsInt()) {
            throw new RefusedNetworkException(
                    "output-count-mismatch",
                    "The last layer, " + graph.output().name() + ", has "
                            + last.weight().side(0) + " outputs; the manifest lists "
                            + expected.outputs().getAsInt() + " features.");
        }
        return new ReadNetwork(
                format,
                new ReadNetwork.Program.Graph(graph),
                new ReadNetwork.Description(
                        Optional.of(architecture),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        graph.layers(),
                        graph.parameters()));
    }

    /** Names without the prefix that data-parallel training leaves. */
    private static Map<String, Tensor> plain(Map<String, Tensor> tensors) {
        if (tensors.isEmpty() || !tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL))) {
            return tensors;
        }
        Map<String, Tensor> plain = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> plain.put(name.substring(PARALLEL.length()), tensor));
        return plain;
    }

    /** The layout that has as many convolutions; the builder checks the rest. */
    private static Architecture guess(Map<String, Tensor> named) {
        Map<String, Tensor> tensors = plain(named);
        boolean deep = tensors.containsKey("layer1.0.conv3.weight");
        long inThirdStage = tensors.keySet().stream()
                .filter(name -> name.matches("layer3\\.[0-9]+\\.conv1\\.weight"))
                .count();
        if (inThirdStage > 0) {
            return switch ((int) inThirdStage) {
                case 2 -> Architecture.RESNET18;
                case 6 -> deep ? Architecture.RESNET50 : Architecture.RESNET34;
                case 23 -> Architecture.RESNET101;
                case 36 -> Architecture.RESNET152;
                default -> Architecture.OTHER;
            };
        }
        long convolutions = tensors.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("features.")
                        && entry.getValue().shape().size() == 4)
                .count();
        boolean normalised = tensors.keySet().stream().anyMatch(name -> name.endsWith(".running_mean"));
        return Architecture.named("vgg" + (convolutions + 3) + (normalised ? "_bn" : ""))
                .orElse(Architecture.OTHER);
    }
}
