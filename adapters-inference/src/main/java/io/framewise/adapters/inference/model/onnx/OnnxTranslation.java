package io.framewise.adapters.inference.model.onnx;

import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Operation;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.onnx.OnnxGraph.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network of the operators that classifiers are usually made of, built anew. */
final class OnnxTranslation {

    private static final Set<String> NOTHING = Set.of("Identity", "Dropout");

    private final OnnxGraph onnx;
    private final NetworkGraph.Builder builder = new NetworkGraph.Builder();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Message> constants;
    private boolean softmax;
    private @Nullable NetworkGraph built;

    /** A node that has no counterpart: ONNX Runtime is to run the file then. */
    private static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownException() {
            super("unknown", null, false, false);
        }
    }

    private OnnxTranslation(OnnxGraph onnx) {
        this.onnx = onnx;
        this.constants = new HashMap<>(onnx.tensors());
        places.put(onnx.input(), 0);
    }

    /** Empty when some node has no counterpart. */
    static Optional<OnnxTranslation> of(OnnxGraph onnx) throws IOException {
        OnnxTranslation translation = new OnnxTranslation(onnx);
        try {
            for (Node node : onnx.nodes()) {
                translation.node(node);
            }
            Integer output = translation.places.get(onnx.output());
            if (output == null || output != translation.builder.size() - 1) {
                return Optional.empty();
            }
            translation.built = translation.builder.build();
            return Optional.of(translation);
        } catch (UnknownException | ArithmeticException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    NetworkGraph graph() {
        if (built == null) {
            throw new IllegalStateException("Nothing was built.");
        }
        return built;
    }

    /** Whether the file ends in a softmax, which was left out. */
    boolean softmax() {
        return softmax;
    }

    private void node(Node node) throws IOException, UnknownException {
        if (NOTHING.contains(node.operator())) {
            String from = node.inputs().get(0);
            if (constants.containsKey(from)) {
                constants.put(node.outputs().get(0), constants.get(from));
            } else {
                places.put(node.outputs().get(0), place(from));
            }
            return;
        }
        switch (node.operator()) {
            case "Constant" -> {
                Message value = node.attributes().get("value");
                if (value != null) {
                    constants.put(node.outputs().get(0), value.message(5));
                }
                // Others are shapes; whoever needs one does not find it and gives up.
            }
            case "Conv" -> then(node, convolution(node));
            case "BatchNormalization" ->
                then(
                        node,
                        new Operation.BatchNorm(
                                floats(node, 1),
                                floats(node, 2),
                                floats(node, 3),
                                floats(node, 4),
                                node.real("epsilon", 1e-5f)));
            case "Relu" -> then(node, new Operation.Relu());
            case "MaxPool" -> {
                requireUsual(node);
                requireSameBorder(node);
                then(
                        node,
                        new Operation.MaxPool(
                                pair(node.wholes("kernel_shape")),
                                pairOr(node.wholes("strides"), 1),
                                padding(node),
                                pairOr(node.wholes("dilations"), 1),
                                node.whole("ceil_mode", 0) == 1));
            }
            case "AveragePool" -> {
                requireUsual(node);
                require(node.wholes("dilations").stream().allMatch(d -> d == 1) && node.whole("ceil_mode", 0) == 0);
                then(
                        node,
                        new Operation.AveragePool(
                                pair(node.wholes("kernel_shape")),
                                pairOr(node.wholes("strides"), 1),
                                padding(node),
                                false,
                                node.whole("count_include_pad", 0) == 1));
            }
            case "GlobalAveragePool" -> then(node, new Operation.AdaptiveAveragePool(Pair.of(1)));
            case "GlobalMaxPool" -> then(node, new Operation.AdaptiveMaxPool(Pair.of(1)));
            case "ReduceMean" -> reduceMean(node);
            case "Add" -> add(node);
            case "Concat" -> concat(node);
            case "Flatten" -> {
                require(node.whole("axis", 1) == 1);
                then(node, new Operation.Flatten());
            }
            case "Reshape" -> reshape(node);
            case "Gemm" -> gemm(node);
            case "MatMul" -> {
                Tensor weight = floats(node, 1);
                then(node, new Operation.Linear(transposed(weight), null));
            }
            case "Softmax" -> {
                long axis = node.whole("axis", -1);
                require(node.outputs().contains(onnx.output()) && (axis == -1 || axis == 1));
                softmax = true;
                places.put(node.outputs().get(0), place(node.inputs().get(0)));
            }
            default -> throw new UnknownException();
        }
    }

    private void reshape(Node node) throws IOException, UnknownException {
        Message shape = constants.get(node.inputs().get(1));
        if (shape == null) {
            throw new UnknownException();
        }
        List<Long> sides = OnnxTensors.wholes(shape);
        // Whatever the batch is, the rest becomes one dimension.
        require(sides.size() == 2
                && (sides.get(1) == -1 || sides.get(0) == -1 || sides.get(0) == 0 || sides.get(0) == 1));
        then(node, new Operation.Flatten());
    }

    private void reduceMean(Node node) throws IOException, UnknownException {
        List<Long> axes = node.wholes("axes");
        if (axes.isEmpty() && node.inputs().size() > 1) {
            Message given = constants.get(node.inputs().get(1));
            axes = given == null ? List.of() : OnnxTensors.wholes(given);
        }
        require(axes.size() == 2
                && (Set.copyOf(axes).equals(Set.of(2L, 3L)) || Set.copyOf(axes).equals(Set.of(-1L, -2L))));
        then(node, new Operation.AdaptiveAveragePool(Pair.of(1)));
        if (node.whole("keepdims", 1) == 0) {
            places.put(node.outputs().get(0), builder.then(node.name(), new Operation.Flatten()));
        }
    }

    private void add(Node node) throws IOException, UnknownException {
        String first = node.inputs().get(0);
        String second = node.inputs().get(1);
        if (places.containsKey(first) && places.containsKey(second)) {
            places.put(
                    node.outputs().get(0), builder.add(node.name(), new Operation.Add(), place(first), place(second)));
            return;
        }
        // A bias behind a multiplication without one: a linear layer by the identity would be slow, so give up.
        throw new UnknownException();
    }

    private void concat(Node node) throws UnknownException {
        require(node.whole("axis", 0) == 1);
        List<Integer> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(place(input));
        }
        places.put(
                node.outputs().get(0),
                builder.add(node.name(), new Operation.Concat(), inputs.toArray(new Integer[0])));
    }

    private void gemm(Node node) throws IOException, UnknownException {
        require(node.real("alpha", 1) == 1 && node.real("beta", 1) == 1 && node.whole("transA", 0) == 0);
        Tensor weight = floats(node, 1);
        require(weight.shape().size() == 2);
        Tensor bias = node.inputs().size() > 2 ? floats(node, 2) : null;
        Tensor flat = bias == null ? null : new Tensor(List.of(bias.size()), bias.values());
        then(node, new Operation.Linear(node.whole("transB", 0) == 1 ? weight : transposed(weight), flat));
    }

    private static Tensor transposed(Tensor weight) throws UnknownException {
        require(weight.shape().size() == 2);
        int rows = weight.side(0);
        int columns = weight.side(1);
        float[] values = new float[rows * columns];
        float[] from = weight.toArray();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[column * rows + row] = from[row * columns + column];
            }
        }
        return Tensor.of(List.of(columns, rows), values);
    }

    private Operation convolution(Node node) throws IOException, UnknownException {
        requireUsual(node);
        Tensor weight = floats(node, 1);
        require(weight.shape().size() == 4);
        return new Operation.Convolution(
                weight,
                node.inputs().size() > 2 && !node.inputs().get(2).isEmpty() ? floats(node, 2) : null,
                pairOr(node.wholes("strides"), 1),
                padding(node),
                pairOr(node.wholes("dilations"), 1),
                Math.toIntExact(node.whole("group", 1)));
    }

    private static void requireUsual(Node node) throws UnknownException {
        String automatic = node.text("auto_pad", "NOTSET");
        require((automatic.equals("NOTSET") || automatic.equals("VALID"))
                && node.whole("storage_order", 0) == 0
                && node.outputs().size() == 1);
    }

    /** Rounding up, PyTorch drops a last window that begins beyond the picture; ONNX does not. */
    private static void requireSameBorder(Node node) throws IOException, UnknownException {
        Pair kernel = pair(node.wholes("kernel_shape"));
        Pair stride = pairOr(node.wholes("strides"), 1);
        require(node.whole("ceil_mode", 0) == 0
                || padding(node).equals(Pair.of(0))
                        && pairOr(node.wholes("dilations"), 1).equals(Pair.of(1))
                        && stride.height() <= kernel.height()
                        && stride.width() <= kernel.width());
    }

    private static Pair padding(Node node) throws IOException, UnknownException {
        List<Long> pads = node.wholes("pads");
        if (pads.isEmpty()) {
            return Pair.of(0);
        }
        require(pads.size() == 4
                && pads.get(0).equals(pads.get(2))
                && pads.get(1).equals(pads.get(3)));
        return pair(pads.subList(0, 2));
    }

    private static Pair pairOr(List<Long> sides, int standard) throws UnknownException {
        return sides.isEmpty() ? Pair.of(standard) : pair(sides);
    }

    private static Pair pair(List<Long> sides) throws UnknownException {
        require(sides.size() == 2);
        return new Pair(Math.toIntExact(sides.get(0)), Math.toIntExact(sides.get(1)));
    }

    private void then(Node node, Operation operation) throws UnknownException {
        places.put(
                node.outputs().get(0),
                builder.add(node.name(), operation, place(node.inputs().get(0))));
    }

    private int place(String name) throws UnknownException {
        Integer place = places.get(name);
        if (place == null) {
            throw new UnknownException();
        }
        return place;
    }

    private Tensor floats(Node node, int input) throws IOException, UnknownException {
        Message constant = constants.get(node.inputs().get(input));
        if (constant == null || !OnnxTensors.isFloat(constant)) {
            throw new UnknownException();
        }
        return OnnxTensors.floats(constant);
    }

    private static void require(boolean condition) throws UnknownException {
        if (!condition) {
            throw new UnknownException();
        }
    }
}
