package io.framewise.adapters.inference.model.graph;

import org.jspecify.annotations.Nullable;

/**
 * What a node does with its inputs: tensors of {@code n x channels x height x width}, or {@code n x features} once
 * flattened. The meaning of each is that of PyTorch's function of the same name, in evaluation mode.
 */
public sealed interface Operation {

    /** Two numbers, for height and width. */
    record Pair(int height, int width) {
        public static Pair of(int both) {
            return new Pair(both, both);
        }
    }

    /** The picture: {@code n x 3 x height x width}. It has no inputs and is the first node. */
    record Input() implements Operation {}

    /**
     * @param weight {@code outputs x inputs / groups x height x width}
     * @param bias {@code outputs}, null for none
     */
    record Convolution(Tensor weight, @Nullable Tensor bias, Pair stride, Pair padding, Pair dilation, int groups)
            implements Operation {}

    /** Over the second dimension, of two- or four-dimensional inputs. Each tensor: {@code channels}. */
    record BatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, float epsilon) implements Operation {}

    record Relu() implements Operation {}

    record MaxPool(Pair kernel, Pair stride, Pair padding, Pair dilation, boolean ceil) implements Operation {}

    /** Padding counts as zeros when {@code countPadding}. */
    record AveragePool(Pair kernel, Pair stride, Pair padding, boolean ceil, boolean countPadding)
            implements Operation {}

    /** To {@code output} pixels, whatever the size of the input. */
    record AdaptiveAveragePool(Pair output) implements Operation {}

    /** To {@code output} pixels, whatever the size of the input. */
    record AdaptiveMaxPool(Pair output) implements Operation {}

    /** Two inputs of the same shape. */
    record Add() implements Operation {}

    /** Any number of inputs, along the second dimension. */
    record Concat() implements Operation {}

    /** To two dimensions. */
    record Flatten() implements Operation {}

    /**
     * @param weight {@code outputs x inputs}
     * @param bias {@code outputs}, null for none
     */
    record Linear(Tensor weight, @Nullable Tensor bias) implements Operation {}
}
