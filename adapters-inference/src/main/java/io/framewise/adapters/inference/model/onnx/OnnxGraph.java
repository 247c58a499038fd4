package io.framewise.adapters.inference.model.onnx;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checked {@code GraphProto}: one picture input, one output, known operators, values in the file itself.
 *
 * @param nodes in the order of computation
 * @param tensors constants by name
 */
record OnnxGraph(List<Node> nodes, Map<String, Message> tensors, String input, String output) {

    private static final int MOST_NODES = 50_000;
    private static final Set<String> OPERATORS = Set.of(
            "Abs",
            "Add",
            "And",
            "ArgMax",
            "AveragePool",
            "BatchNormalization",
            "Cast",
            "Ceil",
            "Clip",
            "Concat",
            "Constant",
            "ConstantOfShape",
            "Conv",
            "DepthToSpace",
            "Div",
            "Dropout",
            "Elu",
            "Equal",
            "Erf",
            "Exp",
            "Expand",
            "Flatten",
            "Floor",
            "Gather",
            "Gelu",
            "Gemm",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Greater",
            "GroupNormalization",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "InstanceNormalization",
            "LRN",
            "LayerNormalization",
            "LeakyRelu",
            "Less",
            "Log",
            "LogSoftmax",
            "MatMul",
            "Max",
            "MaxPool",
            "Min",
            "Mish",
            "Mul",
            "Neg",
            "Not",
            "Or",
            "PRelu",
            "Pad",
            "Pow",
            "Range",
            "Reciprocal",
            "ReduceMax",
            "ReduceMean",
            "ReduceSum",
            "Relu",
            "Reshape",
            "Resize",
            "Selu",
            "Shape",
            "Sigmoid",
            "Slice",
            "Softmax",
            "Softplus",
            "SpaceToDepth",
            "Split",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Sum",
            "Tanh",
            "Tile",
            "Transpose",
            "Unsqueeze",
            "Where");

    /** @param attributes {@code AttributeProto}s by name */
    record Node(
            String operator, String name, List<String> inputs, List<String> outputs, Map<String, Message> attributes) {

        long whole(String attribute, long standard) {
            Message message = attributes.get(attribute);
            return message == null ? standard : message.number(3);
        }

        float real(String attribute, float standard) {
            Message message = attributes.get(attribute);
            return message == null ? standard : message.real(2);
        }

        List<Long> wholes(String attribute) throws IOException {
            Message message = attributes.get(attribute);
            return message == null ? List.of() : message.wholes(8);
        }

        String text(String attribute, String standard) {
            Message message = attributes.get(attribute);
            return message == null ? standard : message.text(4);
        }
    }

    static OnnxGraph of(Message graph) throws IOException {
        Map<String, Message> tensors = new HashMap<>();
        if (graph.has(15)) {
            throw new RefusedNetworkException("tensor-refused", "The file has sparse tensors, which are not taken.");
        }
        for (Message tensor : graph.messages(5)) {
            OnnxTensors.check(tensor);
            tensors.put(tensor.text(8), tensor);
        }
        List<Node> nodes = new ArrayList<>();
        if (graph.blocks(1).size() > MOST_NODES) {
            throw new RefusedNetworkException(
                    "network-too-large", "The network has more than " + MOST_NODES + " nodes.");
        }
        for (Message message : graph.messages(1)) {
            nodes.add(node(message));
        }
        List<Message> inputs = new ArrayList<>(graph.messages(11));
        inputs.removeIf(input -> tensors.containsKey(input.text(1)));
        List<Message> outputs = graph.messages(12);
        if (inputs.size() != 1 || outputs.size() != 1) {
            throw new RefusedNetworkException(
                    "input-shape-mismatch",
                    "The network has " + inputs.size() + " inputs and " + outputs.size()
                            + " outputs; a classifier takes pictures and answers one tensor.");
        }
        Message type = inputs.get(0).message(2).message(1);
        if (type.number(1) != 1) {
            throw new RefusedNetworkException(
                    "input-shape-mismatch", "The input " + inputs.get(0).text(1) + " does not take 32-bit floats.");
        }
        return new OnnxGraph(
                List.copyOf(nodes),
                tensors,
                inputs.get(0).text(1),
                outputs.get(0).text(1));
    }

    private static Node node(Message message) throws IOException {
        String operator = message.text(4);
        String domain = message.text(7);
        String name = message.text(3).isEmpty() ? String.join(", ", message.texts(2)) : message.text(3);
        if (!domain.isEmpty() && !domain.equals("ai.onnx")) {
            throw new RefusedNetworkException(
                    "operator-refused",
                    "The node " + name + " uses the custom operator " + domain + "." + operator
                            + ", which is not taken.");
        }
        if (!OPERATORS.contains(operator)) {
            throw new RefusedNetworkException(
                    "operator-refused",
                    "The node " + name + " uses " + operator
                            + ", which is not an operator of classification networks.");
        }
        Map<String, Message> attributes = new HashMap<>();
        for (Message attribute : message.messages(5)) {
            if (attribute.has(6) || attribute.has(11)) {
                throw new RefusedNetworkException(
                        "operator-refused", "The node " + name + " holds a graph of its own.");
            }
            if (attribute.has(10) || attribute.has(22) || attribute.has(23)) {
                throw new RefusedNetworkException(
                        "tensor-refused", "The node " + name + " holds lists of tensors or sparse ones.");
            }
            if (attribute.has(5)) {
                OnnxTensors.check(attribute.message(5));
            }
            attributes.put(attribute.text(1), attribute);
        }
        return new Node(operator, name, message.texts(1), message.texts(2), attributes);
    }

    boolean endsInSoftmax() {
        return nodes.stream()
                .anyMatch(node ->
                        node.operator().equals("Softmax") && node.outputs().contains(output));
    }

    /** Number of values in all constant floats. */
    long parameters() {
        long count = 0;
        for (Message tensor : tensors.values()) {
            try {
                long size = OnnxTensors.isFloat(tensor) ? 1 : 0;
                for (long side : tensor.wholes(1)) {
                    size *= side;
                }
                count += size;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return count;
    }
}
