package io.framewise.adapters.inference.model.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network: nodes in an order in which they can be computed. The first is the input, the last gives the output, {@code n
 * x outputs} logits or probabilities.
 */
public record NetworkGraph(List<Node> nodes) {

    /**
     * @param name where it stands in the network, such as {@code 0.4.1.conv2}; for messages
     * @param inputs indexes of earlier nodes
     */
    public record Node(String name, Operation operation, List<Integer> inputs) {
        public Node {
            inputs = List.copyOf(inputs);
        }
    }

    public NetworkGraph {
        nodes = List.copyOf(nodes);
        for (int i = 0; i < nodes.size(); i++) {
            boolean input = nodes.get(i).operation() instanceof Operation.Input;
            if (input != (i == 0)) {
                throw new IllegalArgumentException("The input is the first node, and the only one.");
            }
            for (int from : nodes.get(i).inputs()) {
                if (from < 0 || from >= i) {
                    throw new IllegalArgumentException("Node " + i + " takes what is not there yet: " + from + ".");
                }
            }
        }
    }

    /** Puts a network together node by node. */
    public static final class Builder {
        private final List<Node> nodes = new ArrayList<>(List.of(new Node("input", new Operation.Input(), List.of())));

        private int current;

        /** The node that the next one is put behind; at first the input. */
        public int current() {
            return current;
        }

        public int size() {
            return nodes.size();
        }

        /** Goes on behind another node. */
        public void branch(int node) {
            current = node;
        }

        /** Adds a node behind the current one. @return its index */
        public int then(String name, Operation operation) {
            return add(name, operation, current);
        }

        /** Adds a node, which becomes the current one. @return its index */
        public int add(String name, Operation operation, Integer... inputs) {
            nodes.add(new Node(name, operation, List.of(inputs)));
            current = nodes.size() - 1;
            return current;
        }

        /** The network whose output the current node gives: everything has to lead there. */
        public NetworkGraph build() {
            return new NetworkGraph(nodes);
        }
    }

    /** The last node. */
    public Node output() {
        return nodes.get(nodes.size() - 1);
    }

    /** Number of values in all weights that training changes. */
    public long parameters() {
        long count = 0;
        for (Node node : nodes) {
            if (node.operation() instanceof Operation.Convolution convolution) {
                count += size(convolution.weight()) + size(convolution.bias());
            } else if (node.operation() instanceof Operation.Linear linear) {
                count += size(linear.weight()) + size(linear.bias());
            } else if (node.operation() instanceof Operation.BatchNorm norm) {
                count += size(norm.weight()) + size(norm.bias());
            }
        }
        return count;
    }

    private static int size(@Nullable Tensor tensor) {
        return tensor == null ? 0 : tensor.size();
    }

    /** Number of nodes with weights. */
    public int layers() {
        return (int) nodes.stream()
                .filter(node -> node.operation() instanceof Operation.Convolution
                        || node.operation() instanceof Operation.Linear
                        || node.operation() instanceof Operation.BatchNorm)
                .count();
    }
}
