package io.framewise.adapters.inference.model.graph;

import java.util.ArrayList;
import java.util.List;

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

        /** The index of the newest node. */
        public int last() {
            return nodes.size() - 1;
        }

        /** Adds a node behind the newest one. @return its index */
        public int then(String name, Operation operation) {
            return add(name, operation, last());
        }

        /** @return the index of the new node */
        public int add(String name, Operation operation, Integer... inputs) {
            nodes.add(new Node(name, operation, List.of(inputs)));
            return last();
        }

        public NetworkGraph build() {
            return new NetworkGraph(nodes);
        }
    }
}
