package io.framewise.adapters.inference.model.graph;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes out of each node for one picture: {@code channels x height x width}, or {@code features x 1 x 1} once
 * flattened. By PyTorch's documentation of the operations.
 */
public final class Shapes {

    private static final long LARGEST = 1L << 28;

    /** @param flat whether it has been flattened; height and width are 1 then */
    public record Shape(int channels, int height, int width, boolean flat) {}

    private final List<Shape> shapes = new ArrayList<>();

    private Shapes() {}

    /**
     * @param height of the input, px
     * @param width of the input, px
     * @throws RefusedNetworkException naming the first node whose weights or inputs do not fit
     */
    public static Shapes of(NetworkGraph graph, int height, int width) {
        Shapes shapes = new Shapes();
        for (NetworkGraph.Node node : graph.nodes()) {
            Shape shape;
            long size;
            try {
                shape = shapes.shape(node, height, width);
                size = Math.multiplyExact((long) shape.channels() * shape.height(), (long) shape.width());
            } catch (ArithmeticException | IndexOutOfBoundsException e) {
                throw misfit(node, "its sizes make no sense");
            }
            if (shape.channels() < 1 || shape.height() < 1 || shape.width() < 1 || size > LARGEST) {
                throw misfit(
                        node,
                        "it would answer " + shape.channels() + " x " + shape.height() + " x " + shape.width()
                                + " numbers for a picture of " + width + " x " + height + " px");
            }
            shapes.shapes.add(shape);
        }
        return shapes;
    }

    public Shape of(int node) {
        return shapes.get(node);
    }

    /** What the network answers for one picture. */
    public Shape output() {
        return shapes.get(shapes.size() - 1);
    }

    private Shape shape(NetworkGraph.Node node, int height, int width) {
        Operation operation = node.operation();
        if (operation instanceof Operation.Input) {
            return new Shape(3, height, width, false);
        }
        Shape in = shapes.get(node.inputs().get(0));
        if (operation instanceof Operation.Convolution convolution) {
            return convolution(node, convolution, in);
        } else if (operation instanceof Operation.BatchNorm norm) {
            checkChannels(node, in, norm.weight(), norm.bias(), norm.mean(), norm.variance());
            return in;
        } else if (operation instanceof Operation.Linear linear) {
            checkDimensions(node, linear.weight(), 2);
            if (!in.flat() || linear.weight().side(1) != in.channels()) {
                throw misfit(
                        node, "its weights are for " + linear.weight().side(1) + " inputs, and it gets " + text(in));
            }
            checkBias(node, linear.bias(), linear.weight().side(0));
            return new Shape(linear.weight().side(0), 1, 1, true);
        } else if (operation instanceof Operation.MaxPool pool) {
            return pooled(node, in, pool.kernel(), pool.stride(), pool.padding(), pool.dilation(), pool.ceil());
        } else if (operation instanceof Operation.AveragePool pool) {
            return pooled(node, in, pool.kernel(), pool.stride(), pool.padding(), Pair.of(1), pool.ceil());
        } else if (operation instanceof Operation.AdaptiveAveragePool pool) {
            return new Shape(
                    in.channels(), pool.output().height(), pool.output().width(), false);
        } else if (operation instanceof Operation.AdaptiveMaxPool pool) {
            return new Shape(
                    in.channels(), pool.output().height(), pool.output().width(), false);
        } else if (operation instanceof Operation.Flatten) {
            return new Shape(
                    Math.multiplyExact(Math.multiplyExact(in.channels(), in.height()), in.width()), 1, 1, true);
        } else if (operation instanceof Operation.Add) {
            Shape other = shapes.get(node.inputs().get(1));
            if (!in.equals(other)) {
                throw misfit(node, "it adds " + text(in) + " and " + text(other));
            }
            return in;
        } else if (operation instanceof Operation.Concat) {
            return concat(node, in);
        }
        return in;
    }

    private static Shape convolution(NetworkGraph.Node node, Operation.Convolution convolution, Shape in) {
        Tensor weight = convolution.weight();
        checkDimensions(node, weight, 4);
        int groups = convolution.groups();
        if (groups < 1 || in.channels() != weight.side(1) * groups || weight.side(0) % groups != 0 || in.flat()) {
            throw misfit(node, "its weights are for " + weight.side(1) * groups + " channels, and it gets " + text(in));
        }
        checkBias(node, convolution.bias(), weight.side(0));
        Pair kernel = new Pair(weight.side(2), weight.side(3));
        Shape out =
                pooled(node, in, kernel, convolution.stride(), convolution.padding(), convolution.dilation(), false);
        return new Shape(weight.side(0), out.height(), out.width(), false);
    }

    private Shape concat(NetworkGraph.Node node, Shape first) {
        int channels = 0;
        for (int input : node.inputs()) {
            Shape in = shapes.get(input);
            if (in.height() != first.height() || in.width() != first.width() || in.flat() != first.flat()) {
                throw misfit(node, "it joins " + text(first) + " and " + text(in));
            }
            channels = Math.addExact(channels, in.channels());
        }
        return new Shape(channels, first.height(), first.width(), first.flat());
    }

    private static Shape pooled(
            NetworkGraph.Node node, Shape in, Pair kernel, Pair stride, Pair padding, Pair dilation, boolean ceil) {
        if (in.flat()
                || Math.min(stride.height(), stride.width()) < 1
                || Math.min(dilation.height(), dilation.width()) < 1
                || Math.min(kernel.height(), kernel.width()) < 1
                || Math.min(padding.height(), padding.width()) < 0) {
            throw misfit(node, "its sizes make no sense");
        }
        return new Shape(
                in.channels(),
                side(in.height(), kernel.height(), stride.height(), padding.height(), dilation.height(), ceil),
                side(in.width(), kernel.width(), stride.width(), padding.width(), dilation.width(), ceil),
                false);
    }

    private static int side(int in, int kernel, int stride, int padding, int dilation, boolean ceil) {
        int room = Math.toIntExact(in + 2L * padding - (long) dilation * (kernel - 1) - 1);
        if (room < 0) {
            return 0;
        }
        int out = (ceil ? room + stride - 1 : room) / stride + 1;
        // The last window begins inside the picture or its left padding.
        return ceil && (out - 1) * stride >= in + padding ? out - 1 : out;
    }

    private static void checkChannels(NetworkGraph.Node node, Shape in, Tensor... tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.size() != in.channels()) {
                throw misfit(node, "it has " + tensor.size() + " values for " + text(in));
            }
        }
    }

    private static void checkBias(NetworkGraph.Node node, @Nullable Tensor bias, int outputs) {
        if (bias != null && bias.size() != outputs) {
            throw misfit(node, "its bias has " + bias.size() + " values for " + outputs + " outputs");
        }
    }

    private static void checkDimensions(NetworkGraph.Node node, Tensor weight, int dimensions) {
        if (weight.shape().size() != dimensions) {
            throw misfit(node, "its weights have " + weight.shape().size() + " dimensions");
        }
    }

    private static String text(Shape shape) {
        return shape.flat()
                ? shape.channels() + " numbers"
                : shape.channels() + " x " + shape.height() + " x " + shape.width() + " numbers";
    }

    private static RefusedNetworkException misfit(NetworkGraph.Node node, String reason) {
        return new RefusedNetworkException(
                "shape-mismatch", "The network does not fit at " + node.name() + ": " + reason + ".");
    }
}
