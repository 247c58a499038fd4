package io.framewise.adapters.inference.model.onnx;

import static io.framewise.adapters.inference.model.onnx.OnnxBytes.floats;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.graph;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.meanColour;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.model;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.node;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.scale;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.whole;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.wholeNumbers;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.wholes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.domain.model.Activation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxChecksTest {

    @TempDir
    private Path folder;

    @Test
    void a_network_of_usual_operators_is_built_anew() throws IOException {
        assertThat(read(model(graph(meanColour("y")).message(5, scale()))).program())
                .isInstanceOf(ReadNetwork.Program.Graph.class);
    }

    static Stream<Arguments> hidden() {
        OnnxBytes good = graph(meanColour("y")).message(5, scale());
        OnnxBytes loop = graph(node("Loop", List.of("x"), "y"));
        OnnxBytes elsewhere = new OnnxBytes()
                .number(1, 3)
                .number(2, 1)
                .text(8, "w")
                .message(13, new OnnxBytes().text(1, "location").text(2, "../../x"))
                .number(14, 1);
        OnnxBytes constant = new OnnxBytes().text(1, "value").message(5, elsewhere);
        return Stream.of(
                Arguments.of("two graphs", model(loop).message(7, good), "archive-damaged", "ModelProto.graph"),
                Arguments.of(
                        "two graphs, one with other files",
                        model(graph(meanColour("y")).message(5, elsewhere)).message(7, good),
                        "archive-damaged",
                        "ModelProto.graph"),
                Arguments.of(
                        "two values of an attribute",
                        model(graph(node("Constant", List.of(), "y", constant.message(5, scale())))),
                        "archive-damaged",
                        "AttributeProto.t"),
                Arguments.of(
                        "two operators of a node",
                        model(graph(node("Loop", List.of("x"), "y").text(4, "Relu"))),
                        "archive-damaged",
                        "NodeProto.op_type"),
                Arguments.of(
                        "values of a tensor elsewhere",
                        model(graph(node(
                                "Constant",
                                List.of(),
                                "y",
                                new OnnxBytes().text(1, "value").message(5, elsewhere)))),
                        "external-data",
                        "../../x"),
                Arguments.of(
                        "tensors in a list",
                        model(graph(node(
                                "Relu",
                                List.of("x"),
                                "y",
                                new OnnxBytes().text(1, "a").message(10, elsewhere)))),
                        "operator-refused",
                        "tensors as an attribute"),
                Arguments.of(
                        "a graph in a node",
                        model(graph(node(
                                "Relu",
                                List.of("x"),
                                "y",
                                new OnnxBytes().text(1, "a").message(6, loop)))),
                        "operator-refused",
                        "a graph inside of a node"),
                Arguments.of(
                        "graphs in a node",
                        model(graph(node(
                                "Relu",
                                List.of("x"),
                                "y",
                                new OnnxBytes().text(1, "a").message(11, loop)))),
                        "operator-refused",
                        "graphs inside of a node"),
                Arguments.of(
                        "a sparse attribute",
                        model(graph(node(
                                "Constant",
                                List.of(),
                                "y",
                                new OnnxBytes().text(1, "sparse_value").message(22, elsewhere)))),
                        "operator-refused",
                        "a sparse tensor"),
                Arguments.of(
                        "sparse attributes",
                        model(graph(node(
                                "Relu",
                                List.of("x"),
                                "y",
                                new OnnxBytes().text(1, "a").message(23, elsewhere)))),
                        "operator-refused",
                        "sparse tensors"),
                Arguments.of(
                        "sparse weights",
                        model(graph(meanColour("y")).message(15, new OnnxBytes().message(1, elsewhere))),
                        "operator-refused",
                        "sparse tensors"),
                Arguments.of(
                        "functions",
                        model(good).message(25, new OnnxBytes().text(1, "Relu")),
                        "operator-refused",
                        "functions of its own"),
                Arguments.of(
                        "training",
                        model(good).message(20, new OnnxBytes().message(1, loop)),
                        "operator-refused",
                        "training steps"),
                Arguments.of(
                        "an overload",
                        model(graph(node("Relu", List.of("x"), "y").text(8, "mine"))),
                        "operator-refused",
                        "custom operator"),
                Arguments.of(
                        "an operator of a library",
                        model(graph(node("Relu", List.of("x"), "y").text(7, "mine"))),
                        "operator-refused",
                        "mine.Relu"),
                Arguments.of(
                        "an attribute twice",
                        model(graph(node("Gemm", List.of("x", "w"), "y", whole("transB", 0), whole("transB", 1)))),
                        "operator-refused",
                        "transB"),
                Arguments.of(
                        "a tensor twice",
                        model(graph(meanColour("y")).message(5, scale()).message(5, scale())),
                        "tensor-refused",
                        "the tensor w twice"),
                Arguments.of(
                        "fewer values than the shape says",
                        model(graph(meanColour("y")).message(5, floats("w", List.of(1000, 1000), 1))),
                        "tensor-refused",
                        "4 bytes; its shape says 4000000"),
                Arguments.of(
                        "two operator sets",
                        model(good)
                                .message(8, new OnnxBytes().text(1, "ai.onnx").number(2, 99)),
                        "opset-refused",
                        "2 operator sets"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hidden")
    void what_some_reader_would_find_is_refused(String what, OnnxBytes model, String code, String place) {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .as(what)
                .isThrownBy(() -> read(model))
                .withMessageContaining(place)
                .returns(code, RefusedNetworkException::code);
    }

    @Test
    void what_is_not_known_is_left_out_of_the_copy() throws IOException {
        OnnxBytes node = node("Einsum", List.of("x"), "y", OnnxBytes.text("equation", "nchw->nc"))
                .text(6, "SECRET of the node");
        OnnxBytes model = model(graph(node).text(10, "SECRET of the graph").text(99, "SECRET of the future"))
                .text(6, "SECRET of the model");

        Path copy = folder.resolve("copy.onnx");
        ((ReadNetwork.Program.Onnx) read(model).program()).file().writeTo(copy);

        assertThat(new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1))
                .contains("nchw->nc")
                .doesNotContain("SECRET");
        assertThat(Files.readAllBytes(copy))
                .isEqualTo(new OnnxBytes()
                        .number(1, 8)
                        .message(7, graph(node("Einsum", List.of("x"), "y", attribute())))
                        .message(8, new OnnxBytes().number(2, 17))
                        .bytes());
    }

    /** Numbers come first. */
    private static OnnxBytes attribute() {
        return new OnnxBytes().number(20, 3).text(1, "equation").text(4, "nchw->nc");
    }

    @Test
    void batch_norm_and_dropout_in_training_mode_are_refused() {
        List<String> five = List.of("x", "a", "b", "c", "d");
        OnnxBytes off = new OnnxBytes().number(2, 9).text(8, "mode").raw(9, new byte[] {0});
        OnnxBytes on = new OnnxBytes().number(2, 9).text(8, "mode").raw(9, new byte[] {1});
        List<String> three = List.of("x", "", "mode");

        for (OnnxBytes graph : List.of(
                graph(node("BatchNormalization", five, "y", whole("training_mode", 1))),
                graph(node("BatchNormalization", five, "y").text(2, "mean")),
                graph(node("Dropout", three, "y")),
                graph(node("Dropout", three, "y")).message(5, on))) {
            assertThatExceptionOfType(RefusedNetworkException.class)
                    .isThrownBy(() -> read(model(graph)))
                    .withMessageContaining("in training mode")
                    .returns("operator-refused", RefusedNetworkException::code);
        }
        assertThat(catchRefusal(graph(node("Dropout", three, "y")).message(5, off)))
                .isEmpty();
    }

    private Optional<String> catchRefusal(OnnxBytes graph) {
        try {
            read(model(graph));
            return Optional.empty();
        } catch (IOException | RefusedNetworkException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"If", "Loop", "Scan", "SequenceMap", "RandomNormal", "Bernoulli", "StringConcat"})
    void operators_that_hold_graphs_or_throw_dice_are_refused(String operator) {
        assertThat(catchRefusal(graph(node(operator, List.of("x"), "y"))).orElse(""))
                .contains("The node the " + operator);
    }

    @Test
    void poolings_that_round_up_are_left_to_onnx_runtime_where_pytorch_would_differ() throws IOException {
        OnnxBytes same = pool("MaxPool", wholes("strides", 2, 2));
        OnnxBytes sparse = pool("MaxPool", wholes("strides", 4, 4));
        OnnxBytes padded = pool("MaxPool", wholes("strides", 2, 2), wholes("pads", 1, 1, 1, 1));
        OnnxBytes average = pool("AveragePool", wholes("strides", 2, 2));

        assertThat(read(same).program()).isInstanceOf(ReadNetwork.Program.Graph.class);
        for (OnnxBytes model : List.of(sparse, padded, average)) {
            assertThat(read(model).program()).isInstanceOf(ReadNetwork.Program.Onnx.class);
        }
    }

    private static OnnxBytes pool(String operator, OnnxBytes... more) {
        OnnxBytes node = node(operator, List.of("x"), "p", wholes("kernel_shape", 3, 3), whole("ceil_mode", 1));
        for (OnnxBytes attribute : more) {
            node.message(5, attribute);
        }
        return model(graph(node, node("GlobalAveragePool", List.of("p"), "q"), node("Flatten", List.of("q"), "y")));
    }

    @Test
    void a_softmax_is_seen_also_behind_changes_of_shape() throws IOException {
        OnnxBytes[] logits = meanColour("logits");
        OnnxBytes softmax = node("Softmax", List.of("logits"), "p", whole("axis", 1));
        OnnxBytes identity = node("Identity", List.of("p"), "q");
        OnnxBytes reshape = node("Reshape", List.of("q", "s"), "y");
        OnnxBytes reshaped = graph(logits[0], logits[1], logits[2], softmax, identity, reshape)
                .message(5, scale())
                .message(5, wholeNumbers("s", -1, 3));
        OnnxBytes plain = graph(meanColour("y")).message(5, scale());

        assertThat(read(model(reshaped)).description().activation()).contains(Activation.NONE);
        assertThat(read(model(plain)).description().activation()).isEmpty();
    }

    @Test
    void a_network_that_answers_each_class_for_itself_is_refused() {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> read(model(graph(node("Sigmoid", List.of("x"), "y")))))
                .returns("multi-label-model", RefusedNetworkException::code);
    }

    @Test
    void claims_of_many_numbers_cost_little() {
        byte[] packed = new byte[3_000_000];
        OnnxBytes manySides = new OnnxBytes().raw(1, packed).number(2, 1).text(8, "w");
        OnnxBytes manyTensors = graph(node("Relu", List.of("x"), "y"));
        for (int i = 0; i < 50_001; i++) {
            manyTensors.raw(5, new byte[0]);
        }

        assertThat(catchRefusal(graph(meanColour("y")).message(5, manySides)).orElse(""))
                .contains("more than 65536 numbers in TensorProto.dims");
        assertThat(catchRefusal(manyTensors).orElse("")).contains("more than 50000 nodes or tensors");
    }

    private ReadNetwork read(OnnxBytes model) throws IOException {
        Path file = Files.write(folder.resolve("network.onnx"), model.bytes());
        return new WeightsReaders().read(file, new NetworkReader.Expected(Optional.empty(), OptionalInt.of(3)));
    }
}
