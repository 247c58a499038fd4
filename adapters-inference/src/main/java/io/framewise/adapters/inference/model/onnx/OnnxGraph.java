package io.framewise.adapters.inference.model.onnx;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A checked {@code GraphProto}: one picture input, one output, known operators, values in the file itself.
 *
 * @param nodes in the order of computation
 * @param tensors constants by name
 */
record OnnxGraph(List<Node> nodes, Map<String, Message> tensors, String input, String output) {

    private static final int MOST_NODES = 50_000;
    private static final int MOST_ATTRIBUTES = 100;
    // Of the standard operators those that compute, leave chance out, and hold no graphs of their own.
    private static final Set<String> OPERATORS =
            Set.of(("Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool"
                            + " BatchNormalization Cast CastLike Ceil Celu CenterCropPad Clip Col2Im Concat Constant"
                            + " ConstantOfShape Conv ConvTranspose Cos Cosh CumSum DepthToSpace Div Dropout Einsum Elu"
                            + " Equal Erf Exp Expand EyeLike Flatten Floor Gather GatherElements GatherND Gelu Gemm"
                            + " GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample"
                            + " GroupNormalization HardSigmoid HardSwish Hardmax Identity InstanceNormalization IsInf"
                            + " IsNaN LRN LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization"
                            + " LpPool MatMul Max MaxPool Mean MeanVarianceNormalization Min Mish Mod Mul Neg NonZero"
                            + " Not OneHot Or PRelu Pad Pow RMSNormalization Range Reciprocal ReduceL1 ReduceL2"
                            + " ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum"
                            + " ReduceSumSquare Relu Reshape Resize Round ScatterElements ScatterND Selu Shape Shrink"
                            + " Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt"
                            + " Squeeze Sub Sum Swish Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Where"
                            + " Xor")
                    .split(" "));
    private static final Set<String> SHAPING =
            Set.of("Cast", "Dropout", "Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze");

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

    /** @throws RefusedNetworkException naming the node or the tensor that is not taken */
    static OnnxGraph of(Message graph) throws IOException {
        Map<String, Message> tensors = new HashMap<>();
        if (Math.max(graph.blocks(1).size(), graph.blocks(5).size()) > MOST_NODES) {
            throw new RefusedNetworkException(
                    "network-too-large", "The network has more than " + MOST_NODES + " nodes or tensors.");
        }
        for (Message tensor : graph.messages(5)) {
            OnnxTensors.check(tensor);
            if (tensors.put(tensor.text(8), tensor) != null) {
                throw new RefusedNetworkException(
                        "tensor-refused", "The file has the tensor " + tensor.text(8) + " twice.");
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (Message message : graph.messages(1)) {
            nodes.add(node(message));
        }
        for (Node node : nodes) {
            checkEvaluation(node, nodes, tensors);
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
        if (!domain.isEmpty() && !domain.equals("ai.onnx") || message.has(8)) {
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
        if (message.blocks(5).size() > MOST_ATTRIBUTES) {
            throw new RefusedNetworkException("operator-refused", "The node " + name + " has too many attributes.");
        }
        for (Message attribute : attributes(message, name)) {
            if (attribute.has(5)) {
                OnnxTensors.check(attribute.message(5));
            }
            if (attributes.put(attribute.text(1), attribute) != null) {
                throw new RefusedNetworkException(
                        "operator-refused", "The node " + name + " has the attribute " + attribute.text(1) + " twice.");
            }
        }
        return new Node(operator, name, message.texts(1), message.texts(2), attributes);
    }

    private static List<Message> attributes(Message node, String name) throws IOException {
        try {
            return node.messages(5);
        } catch (RefusedNetworkException e) {
            throw new RefusedNetworkException(e.code(), e.sentence() + " It is in the node " + name + ".");
        }
    }

    /** In training, a picture's answer depends on its batch and on dice. */
    private static void checkEvaluation(Node node, List<Node> nodes, Map<String, Message> tensors) throws IOException {
        boolean training = node.operator().equals("BatchNormalization")
                && (node.whole("training_mode", 0) != 0 || node.outputs().size() > 1);
        if (node.operator().equals("Dropout")
                && node.inputs().size() > 2
                && !node.inputs().get(2).isEmpty()) {
            String mode = node.inputs().get(2);
            Message value = tensors.get(mode);
            for (Node other : nodes) {
                if (other.operator().equals("Constant")
                        && other.outputs().contains(mode)
                        && other.attributes().get("value") != null) {
                    value = other.attributes().get("value").message(5);
                }
            }
            training = value == null || !OnnxTensors.isFalse(value);
        }
        if (training) {
            throw new RefusedNetworkException(
                    "operator-refused",
                    "The node " + node.name() + " (" + node.operator()
                            + ") is in training mode. Export the network in evaluation mode (network.eval()).");
        }
    }

    /** What computes the answer; behind it, only its shape changes. Empty when it is no node. */
    private Optional<Node> last() {
        Map<String, Node> makers = new HashMap<>();
        nodes.forEach(node -> node.outputs().forEach(name -> makers.put(name, node)));
        Node node = makers.get(output);
        for (int i = 0; i < nodes.size() && node != null && SHAPING.contains(node.operator()); i++) {
            node = node.inputs().isEmpty() ? null : makers.get(node.inputs().get(0));
        }
        return Optional.ofNullable(node);
    }

    /** Whether it answers probabilities already. */
    boolean endsInSoftmax() {
        return last().filter(node -> node.operator().equals("Softmax")).isPresent();
    }

    /** Whether each class is answered for itself. */
    boolean endsInSigmoid() {
        return last().filter(node -> node.operator().equals("Sigmoid")).isPresent();
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
