package io.framewise.adapters.inference.model.onnx;

import static io.framewise.adapters.inference.model.onnx.OnnxBytes.classifier;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.floats;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.model;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.node;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.tensor;
import static io.framewise.adapters.inference.model.onnx.OnnxBytes.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.inference.model.NarrowWeights;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedFile;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.adapters.inference.model.graph.BatchNormFolding;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.OnnxWriter;
import io.framewise.adapters.inference.model.statedict.StateDictReader;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxReaderTest {

    private static final int OPSET = 17;

    @TempDir
    private Path folder;

    private final OnnxReader reader = new OnnxReader();

    private Path saved(byte[] model) throws IOException {
        return Files.write(folder.resolve("model.onnx"), model);
    }

    private ReadNetwork read(OnnxBytes graph) throws IOException {
        Path file = saved(model(OPSET, graph).bytes());
        assertThat(reader.recognises(file)).isTrue();
        return RefusedFile.read(reader, file);
    }

    private void assertRefused(OnnxBytes model, String code, String reason) throws IOException {
        assertThat(RefusedFile.by(reader, saved(model.bytes())))
                .hasMessageContaining(reason)
                .returns(code, RefusedNetworkException::code);
    }

    /** A graph with one node more, which nobody needs. */
    private void assertNodeRefused(OnnxBytes node, String code, String reason) throws IOException {
        assertRefused(model(OPSET, classifier(OPSET).message(1, node)), code, reason);
    }

    private static OnnxBytes external(OnnxBytes tensor, String location) {
        return tensor.message(13, new OnnxBytes().text(1, "location").text(2, location))
                .number(14, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 13, 17, 18, 21, 23})
    void a_classifier_of_any_operator_set_is_built_anew(int opset) throws IOException {
        Path file = saved(model(opset, classifier(opset)).bytes());

        ReadNetwork read = RefusedFile.read(reader, file);

        assertThat(read.program()).isInstanceOf(ReadNetwork.Program.Graph.class);
        assertThat(read.description().activation()).contains(Activation.SOFTMAX);
        assertThat(read.description().layers()).isEqualTo(2);
        assertThat(read.description().parameters()).isEqualTo(6 + 4 + 2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"RESNET18", "RESNET50", "VGG11"})
    void what_is_written_for_onnx_runtime_is_read_again(Architecture architecture) throws IOException {
        Path weights = TorchFiles.save(folder.resolve("weights.pth"), NarrowWeights.of(architecture));
        NetworkGraph graph = ((ReadNetwork.Program.Graph)
                        RefusedFile.read(new StateDictReader(), weights).program())
                .graph();
        NetworkGraph folded = BatchNormFolding.fold(graph);
        Path file = folder.resolve("written.onnx");
        OnnxWriter.write(folded, 224, 224, file);

        ReadNetwork read = RefusedFile.read(reader, file);

        assertThat(read.description().layers()).isEqualTo(folded.layers());
        assertThat(read.description().parameters()).isEqualTo(folded.parameters());
    }

    @Test
    void a_network_of_other_known_operators_is_left_to_onnx_runtime() throws IOException {
        ReadNetwork read = read(new OnnxBytes()
                .message(1, node("HardSwish", List.of("x"), "a"))
                .message(1, node("Softmax", List.of("a"), "y"))
                .message(5, floats("unused", List.of(2), 1, 2))
                .message(11, value("x", 0, 3))
                .message(12, value("y", 0, 3)));

        assertThat(read.program()).isInstanceOf(ReadNetwork.Program.Onnx.class);
        assertThat(read.description().activation()).contains(Activation.NONE);
        assertThat(read.description().parameters()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "/etc/passwd", "weights.bin", ""})
    void values_in_other_files_are_refused(String location) throws IOException {
        OnnxBytes initializer = classifier(OPSET).message(5, external(tensor("far", 1, 2), location));
        OnnxBytes constant = node("Constant", List.of(), "k")
                .message(5, new OnnxBytes().text(1, "value").message(5, external(tensor("far", 1, 2), location)));

        assertRefused(model(OPSET, initializer), "external-data", "in another file (" + location + ")");
        assertNodeRefused(constant, "external-data", "in another file");
    }

    /** Protocol Buffers join a message that comes in pieces, and the last piece alone would look harmless. */
    @Test
    void what_is_there_once_only_must_not_come_in_pieces() throws IOException {
        OnnxBytes far = external(tensor("far", 1, 2), "../../x");
        OnnxBytes twoTensors = node("Constant", List.of(), "k")
                .message(5, new OnnxBytes().text(1, "value").message(5, far).message(5, floats("near", List.of(1), 1)));

        assertNodeRefused(twoTensors, "archive-damaged", "AttributeProto.t twice");
        assertRefused(
                model(OPSET, new OnnxBytes().message(5, far)).message(7, classifier(OPSET)),
                "archive-damaged",
                "ModelProto.graph twice");
    }

    @Test
    void a_number_of_another_kind_does_not_overwrite_a_flag() throws IOException {
        byte[] fixed = {(byte) (14 << 3 | 5), 0, 0, 0, 0};
        byte[] tensor = tensor("far", 1, 2).number(14, 1).bytes();
        byte[] both = Arrays.copyOf(tensor, tensor.length + fixed.length);
        System.arraycopy(fixed, 0, both, tensor.length, fixed.length);

        assertRefused(
                model(OPSET, classifier(OPSET).raw(5, both)), "archive-damaged", "TensorProto.data_location twice");
        assertRefused(model(OPSET, classifier(OPSET).raw(5, fixed)), "archive-damaged", "The ONNX file is damaged");
    }

    @Test
    void custom_operators_and_functions_are_refused() throws IOException {
        OnnxBytes custom = node("Relu", List.of("x"), "k").text(7, "com.example");
        OnnxBytes own = model(OPSET, classifier(OPSET)).message(25, new OnnxBytes().text(1, "Mine"));
        OnnxBytes training = model(OPSET, classifier(OPSET)).message(20, new OnnxBytes());

        assertNodeRefused(custom, "operator-refused", "com.example.Relu");
        assertRefused(own, "operator-refused", "functions of its own");
        assertRefused(training, "operator-refused", "training");
    }

    @ParameterizedTest
    @ValueSource(strings = {"If", "Loop", "Scan", "SequenceMap", "LSTM", "StringConcat", "ReadFile", "RandomNormal"})
    void operators_that_are_not_for_classifying_are_refused(String operator) throws IOException {
        assertNodeRefused(node(operator, List.of("x"), "k"), "operator-refused", "uses " + operator);
    }

    @Test
    void nodes_with_graphs_or_odd_tensors_inside_are_refused() throws IOException {
        OnnxBytes inner = new OnnxBytes().message(5, external(tensor("far", 1, 2), "../../x"));

        for (int field : List.of(6, 11)) {
            OnnxBytes node = node("Relu", List.of("x"), "k").message(5, new OnnxBytes().message(field, inner));
            assertNodeRefused(
                    node, "operator-refused", "inside of a node, which is not taken. It is in the node the Relu.");
        }
        for (int field : List.of(10, 22, 23)) {
            OnnxBytes node = node("Relu", List.of("x"), "k").message(5, new OnnxBytes().message(field, inner));
            assertNodeRefused(node, "operator-refused", field == 10 ? "tensors as an attribute" : "sparse tensor");
        }
        assertRefused(
                model(OPSET, classifier(OPSET).message(15, new OnnxBytes())), "operator-refused", "sparse tensors");
    }

    @Test
    void tensors_of_other_sizes_and_kinds_are_refused() throws IOException {
        for (OnnxBytes tensor : List.of(
                tensor("big", 1, 1L << 31),
                tensor("big", 1, 1L << 62, 4),
                tensor("big", 1, 1 << 16, 1 << 16),
                tensor("big", 1, 65_536, 65_536, 65_536, 65_536),
                tensor("big", 1, -1),
                tensor("big", 10, 1),
                tensor("big", 8, 1))) {
            assertRefused(model(OPSET, classifier(OPSET).message(5, tensor)), "tensor-refused", "big");
        }
    }

    @Test
    void a_tensor_with_fewer_values_than_its_shape_is_refused() throws IOException {
        OnnxBytes graph = new OnnxBytes()
                .message(1, node("Conv", List.of("x", "w"), "y"))
                .message(5, floats("w", List.of(2, 3, 1, 1), 1, 2))
                .message(11, value("x", 0, 3, 8, 8))
                .message(12, value("y", 0, 2));

        assertRefused(model(OPSET, graph), "tensor-refused", "it has 8 bytes; its shape says 24");
    }

    @Test
    void old_operator_sets_and_other_inputs_are_refused() throws IOException {
        OnnxBytes twoInputs = classifier(OPSET).message(11, value("z", 0, 3));

        assertRefused(model(10, classifier(11)), "opset-refused", "operator set 10");
        assertRefused(model(OPSET, twoInputs), "input-shape-mismatch", "2 inputs");
    }

    @Test
    void a_file_that_was_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = model(OPSET, classifier(OPSET)).bytes();

        for (int length = 0; length < whole.length; length++) {
            assertThat(RefusedFile.quietly(reader, saved(Arrays.copyOf(whole, length))))
                    .as("%d bytes", length)
                    .isPresent();
        }
    }

    @Test
    void noise_ends_in_a_refusal_at_most() throws IOException {
        byte[] whole = model(OPSET, classifier(OPSET)).bytes();
        Random random = new Random(9);

        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt(256);
            }
            RefusedFile.quietly(reader, saved(bytes));
        }
    }

    @Test
    void numbers_that_do_not_end_and_messages_in_messages_are_no_danger() throws IOException {
        byte[] endless = new byte[1000];
        Arrays.fill(endless, (byte) 0xff);
        byte[] deep = new byte[0];
        for (int level = 0; level < 2_000; level++) {
            deep = new OnnxBytes().raw(6, deep).bytes();
        }
        byte[] numbers = Arrays.copyOf(new byte[] {8, 7}, 1002);
        System.arraycopy(endless, 0, numbers, 2, 1000);

        assertThat(RefusedFile.by(reader, saved(numbers)).code()).isEqualTo("archive-damaged");
        assertNodeRefused(
                node("Relu", List.of("x"), "k").message(5, new OnnxBytes().raw(6, deep)),
                "operator-refused",
                "a graph inside of a node");
    }
}
