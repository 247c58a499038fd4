package io.framewise.adapters.inference.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapesTest {

    private final NetworkGraph.Builder graph = new NetworkGraph.Builder();

    private static Operation.Convolution convolution(int outputs, int inputs, int kernel, int stride, int groups) {
        int size = outputs * inputs * kernel * kernel;
        return new Operation.Convolution(
                new Tensor(List.of(outputs, inputs, kernel, kernel), FloatBuffer.allocate(size)),
                null,
                Pair.of(stride),
                Pair.of(0),
                Pair.of(1),
                groups);
    }

    private Shapes.Shape output() {
        return Shapes.of(graph.build(), 20, 31).output();
    }

    private void assertMisfit() {
        RefusedNetworkException refusal = catchThrowableOfType(RefusedNetworkException.class, this::output);
        assertThat(refusal).hasMessageContaining("odd").returns("shape-mismatch", RefusedNetworkException::code);
    }

    @Test
    void sides_become_what_pytorch_makes_of_them() {
        graph.then("conv", convolution(4, 3, 3, 2, 1));
        graph.then("pool", new Operation.MaxPool(Pair.of(2), Pair.of(2), Pair.of(0), Pair.of(1), true));

        // (20 - 3) / 2 + 1 = 9, then ceil((9 - 2) / 2) + 1 = 5; (31 - 3) / 2 + 1 = 15, then 8.
        assertThat(output()).isEqualTo(new Shapes.Shape(4, 5, 8, false));
    }

    @Test
    void sizes_whose_product_is_beyond_all_numbers_are_refused() {
        graph.then("conv", convolution(4, 3, 1, 1, 1));
        graph.then("odd", new Operation.AdaptiveAveragePool(Pair.of(Integer.MAX_VALUE)));

        assertMisfit();
    }

    @Test
    void sizes_that_make_no_sense_are_refused() {
        graph.then("odd", convolution(4, 3, 1, 0, 1));

        assertMisfit();
    }

    @Test
    void groups_whose_product_is_beyond_all_numbers_are_refused() {
        graph.then("conv", convolution(4, 3, 1, 1, 1));
        graph.then("odd", convolution(4, 4, 1, 1, (1 << 30) + 1));

        assertMisfit();
    }

    @Test
    void a_kernel_larger_than_the_picture_is_refused() {
        graph.then("odd", convolution(1, 3, 21, 1, 1));

        assertMisfit();
    }

    @Test
    void a_linear_layer_needs_a_flat_input_of_its_size() {
        graph.then("odd", new Operation.Linear(Tensor.of(List.of(1, 3), 1, 2, 3), null));

        assertMisfit();
    }
}
