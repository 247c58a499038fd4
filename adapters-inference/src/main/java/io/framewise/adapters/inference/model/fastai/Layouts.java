package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.domain.model.Architecture;
import java.util.Collections;
import java.util.List;

/** Which of the known layouts a network has, told from its convolutions. */
final class Layouts {

    private Layouts() {}

    /** @param blocks kinds of its residual blocks, in order */
    static Architecture architecture(NetworkGraph graph, List<String> blocks) {
        return blocks.isEmpty() ? vgg(graph) : resnet(graph, blocks);
    }

    private static Architecture resnet(NetworkGraph graph, List<String> blocks) {
        boolean grouped = graph.nodes().stream()
                .anyMatch(node ->
                        node.operation() instanceof Operation.Convolution convolution && convolution.groups() != 1);
        int basic = Collections.frequency(blocks, "BasicBlock");
        int deep = Collections.frequency(blocks, "Bottleneck");
        if (grouped || basic > 0 && deep > 0) {
            return Architecture.OTHER;
        }
        if (basic > 0) {
            return basic == 8 ? Architecture.RESNET18 : basic == 16 ? Architecture.RESNET34 : Architecture.OTHER;
        }
        if (wide(graph)) {
            return Architecture.OTHER;
        }
        return switch (deep) {
            case 16 -> Architecture.RESNET50;
            case 33 -> Architecture.RESNET101;
            case 50 -> Architecture.RESNET152;
            default -> Architecture.OTHER;
        };
    }

    /** The first 3 x 3 convolution of a ResNet of the paper has 64 channels. */
    private static boolean wide(NetworkGraph graph) {
        return graph.nodes().stream()
                .map(NetworkGraph.Node::operation)
                .filter(Operation.Convolution.class::isInstance)
                .map(Operation.Convolution.class::cast)
                .filter(convolution -> convolution.weight().shape().size() == 4
                        && convolution.weight().side(2) == 3)
                .findFirst()
                .filter(convolution -> convolution.weight().side(0) != 64)
                .isPresent();
    }

    private static Architecture vgg(NetworkGraph graph) {
        long convolutions = graph.nodes().stream()
                .filter(node -> node.operation() instanceof Operation.Convolution)
                .count();
        boolean normalised = graph.nodes().stream()
                .takeWhile(node -> !(node.operation() instanceof Operation.Flatten))
                .anyMatch(node -> node.operation() instanceof Operation.BatchNorm);
        return Architecture.named("vgg" + (convolutions + 3) + (normalised ? "_bn" : ""))
                .filter(known -> convolutions >= 8)
                .orElse(Architecture.OTHER);
    }
}
