package io.framewise.adapters.inference.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.framewise.adapters.inference.model.graph.Operation.Pair;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchNormFoldingTest {

    private static final float EPSILON = 0.5f;

    private final NetworkGraph.Builder builder = new NetworkGraph.Builder();

    private static Tensor tensor(float... values) {
        return Tensor.of(List.of(values.length), values);
    }

    /** With a factor of 3 and 1, and a shift of -2 and 4. */
    private static Operation.BatchNorm norm() {
        return new Operation.BatchNorm(tensor(6, 1), tensor(1, 2), tensor(1, -2), tensor(3.5f, 0.5f), EPSILON);
    }

    private static Operation.Convolution convolution(int inputs) {
        float[] ones = new float[2 * inputs];
        java.util.Arrays.fill(ones, 1);
        return new Operation.Convolution(
                Tensor.of(List.of(2, inputs, 1, 1), ones), tensor(10, 20), Pair.of(1), Pair.of(0), Pair.of(1), 1);
    }

    private static Operation.Linear linear() {
        return new Operation.Linear(Tensor.of(List.of(2, 2), 1, 2, 3, 4), null);
    }

    private List<String> folded() {
        return BatchNormFolding.fold(builder.build()).nodes().stream()
                .map(NetworkGraph.Node::name)
                .toList();
    }

    @Test
    void a_norm_behind_a_convolution_scales_its_filters() {
        builder.then("conv", convolution(3));
        builder.then("norm", norm());

        NetworkGraph folded = BatchNormFolding.fold(builder.build());

        assertThat(folded.nodes()).extracting(NetworkGraph.Node::name).containsExactly("input", "conv");
        Operation.Convolution made = (Operation.Convolution) folded.output().operation();
        assertThat(made.weight().toArray()).containsExactly(3, 3, 3, 1, 1, 1);
        assertThat(made.bias().toArray()).containsExactly(28, 24);
    }

    @Test
    void a_norm_behind_a_linear_layer_scales_its_rows() {
        builder.then("flatten", new Operation.Flatten());
        builder.then("linear", linear());
        builder.then("norm", norm());

        NetworkGraph folded = BatchNormFolding.fold(builder.build());

        Operation.Linear made = (Operation.Linear) folded.output().operation();
        assertThat(made.weight().toArray()).containsExactly(3, 6, 3, 4);
        assertThat(made.bias().toArray()).containsExactly(-2, 4);
    }

    @Test
    void a_norm_before_a_linear_layer_scales_its_columns() {
        builder.then("flatten", new Operation.Flatten());
        builder.then("norm", norm());
        builder.then("linear", linear());

        NetworkGraph folded = BatchNormFolding.fold(builder.build());

        assertThat(folded.nodes()).extracting(NetworkGraph.Node::name).containsExactly("input", "flatten", "linear");
        Operation.Linear made = (Operation.Linear) folded.output().operation();
        assertThat(made.weight().toArray()).containsExactly(3, 2, 9, 4);
        assertThat(made.bias().toArray()).containsExactly(6, 10);
        assertThat(folded.output().inputs()).containsExactly(1);
    }

    @Test
    void norms_in_a_row_are_all_taken_in() {
        builder.then("conv", convolution(3));
        builder.then("first", norm());
        builder.then("second", norm());

        Operation.Convolution made = (Operation.Convolution)
                BatchNormFolding.fold(builder.build()).output().operation();

        assertThat(made.weight().toArray()).containsExactly(9, 9, 9, 1, 1, 1);
        assertThat(made.bias().toArray()).containsExactly(new float[] {82, 28}, offset(1e-4f));
    }

    @Test
    void a_convolution_that_somebody_else_needs_stays_as_it_is() {
        int convolution = builder.then("conv", convolution(3));
        int norm = builder.then("norm", norm());
        builder.add("add", new Operation.Add(), convolution, norm);

        assertThat(folded()).containsExactly("input", "conv", "norm", "add");
    }

    @Test
    void a_norm_that_somebody_else_needs_is_not_taken_into_what_follows() {
        builder.then("flatten", new Operation.Flatten());
        int norm = builder.then("norm", norm());
        int linear = builder.then("linear", linear());
        builder.add("add", new Operation.Add(), norm, linear);

        assertThat(folded()).containsExactly("input", "flatten", "norm", "linear", "add");
    }

    @Test
    void a_norm_that_a_convolution_and_others_need_is_taken_in_and_found() {
        builder.then("conv", convolution(3));
        int norm = builder.then("norm", norm());
        int relu = builder.then("relu", new Operation.Relu());
        builder.add("add", new Operation.Add(), relu, norm);

        NetworkGraph folded = BatchNormFolding.fold(builder.build());

        assertThat(folded.nodes()).extracting(NetworkGraph.Node::name).containsExactly("input", "conv", "relu", "add");
        assertThat(folded.output().inputs()).containsExactly(2, 1);
    }

    @Test
    void a_norm_without_such_a_neighbour_stays() {
        builder.then("norm", norm());
        builder.then("relu", new Operation.Relu());
        builder.then("other", norm());
        builder.then("pool", new Operation.AdaptiveAveragePool(Pair.of(1)));

        assertThat(folded()).containsExactly("input", "norm", "relu", "other", "pool");
    }

    @Test
    void groups_are_scaled_channel_by_channel() {
        Tensor weight = Tensor.of(List.of(2, 1, 1, 2), 1, 2, 3, 4);
        builder.then("first", convolution(3));
        builder.then("grouped", new Operation.Convolution(weight, null, Pair.of(1), Pair.of(0), Pair.of(1), 2));
        builder.then("norm", norm());

        Operation.Convolution made = (Operation.Convolution)
                BatchNormFolding.fold(builder.build()).output().operation();

        assertThat(made.weight().toArray()).containsExactly(3, 6, 3, 4);
        assertThat(made.groups()).isEqualTo(2);
    }

    @Test
    void what_was_read_is_left_as_it_was() {
        builder.then("conv", convolution(3));
        builder.then("norm", norm());
        NetworkGraph graph = builder.build();

        BatchNormFolding.fold(graph);

        Operation.Convolution before =
                (Operation.Convolution) graph.nodes().get(1).operation();
        assertThat(IntStream.range(0, 6)
                        .mapToDouble(i -> before.weight().values().get(i)))
                .containsOnly(1.0);
    }
}
