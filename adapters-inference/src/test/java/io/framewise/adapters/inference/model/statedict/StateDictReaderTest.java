package io.framewise.adapters.inference.model.statedict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.model.NarrowWeights;
import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.PickleBytes;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.RefusedFile;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.adapters.inference.model.graph.NetworkGraph;
import io.framewise.adapters.inference.model.graph.Shapes;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.domain.model.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StateDictReaderTest {

    @TempDir
    private Path folder;

    private final StateDictReader reader = new StateDictReader();

    private Path saved(Object root) throws IOException {
        return TorchFiles.save(folder.resolve("weights.pth"), root);
    }

    private static NetworkGraph graph(ReadNetwork read) {
        return ((ReadNetwork.Program.Graph) read.program()).graph();
    }

    /** Layers with weights, as torchvision has them: convolutions, batch norms and linear layers. */
    @ParameterizedTest
    @CsvSource({
        "RESNET18, 41",
        "RESNET34, 73",
        "RESNET50, 107",
        "RESNET101, 209",
        "RESNET152, 311",
        "VGG11, 11",
        "VGG11_BN, 19",
        "VGG13, 13",
        "VGG13_BN, 23",
        "VGG16, 16",
        "VGG16_BN, 29",
        "VGG19, 19",
        "VGG19_BN, 35",
    })
    void every_architecture_is_built_from_either_format(Architecture architecture, int layers) throws IOException {
        Map<String, Tensor> weights = NarrowWeights.of(architecture);
        long parameters = weights.entrySet().stream()
                .filter(entry -> !entry.getKey().contains(".running_"))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
        Path safetensors = TorchFiles.safetensors(folder.resolve("weights.safetensors"), weights);

        ReadNetwork pickled = RefusedFile.read(reader, saved(weights));
        ReadNetwork plain = RefusedFile.read(new SafetensorsReader(), safetensors);

        assertThat(pickled.description().architecture()).contains(architecture);
        assertThat(pickled.description().layers()).isEqualTo(layers);
        assertThat(pickled.description().parameters()).isEqualTo(parameters);
        assertThat(plain.description()).isEqualTo(pickled.description());
        assertThat(Shapes.of(graph(pickled), 64, 48).output())
                .isEqualTo(new Shapes.Shape(NarrowWeights.OUTPUTS, 1, 1, true));
        assertThat(Shapes.of(graph(plain), 64, 48).output().channels()).isEqualTo(NarrowWeights.OUTPUTS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"RESNET18", "VGG11_BN"})
    void a_tensor_that_is_missing_or_too_many_is_named(Architecture architecture) throws IOException {
        String some = architecture == Architecture.RESNET18 ? "layer3.1.conv2.weight" : "classifier.3.weight";
        Map<String, Tensor> fewer = NarrowWeights.of(architecture);
        fewer.remove(some);
        Map<String, Tensor> more = NarrowWeights.of(architecture);
        more.put("extra.weight", Tensor.of(List.of(1), 1));

        assertThat(RefusedFile.by(reader, saved(fewer)))
                .hasMessageContaining(some)
                .returns("tensor-missing", RefusedNetworkException::code);
        assertThat(RefusedFile.by(reader, saved(more)))
                .hasMessageContaining("extra.weight")
                .returns("unexpected-tensor", RefusedNetworkException::code);
    }

    @Test
    void a_tensor_of_another_shape_is_named() throws IOException {
        for (Tensor other : List.of(
                Tensor.of(List.of(1, 1, 1, 1), 1),
                Tensor.of(List.of(), 1),
                Tensor.of(List.of(0, 0, 3, 3)),
                Tensor.of(List.of(2, 2), 1, 2, 3, 4))) {
            Map<String, Tensor> weights = NarrowWeights.of(Architecture.RESNET18);
            weights.put("layer2.0.conv2.weight", other);

            NetworkGraph graph = graph(RefusedFile.read(reader, saved(weights)));
            RefusedNetworkException refusal =
                    catchThrowableOfType(RefusedNetworkException.class, () -> Shapes.of(graph, 64, 64));

            assertThat(refusal)
                    .hasMessageContaining("layer2.0.conv2")
                    .returns("shape-mismatch", RefusedNetworkException::code);
        }
    }

    @Test
    void checkpoints_and_the_names_of_parallel_training_are_understood() throws IOException {
        Map<String, Object> parallel = new LinkedHashMap<>();
        NarrowWeights.of(Architecture.RESNET18).forEach((name, tensor) -> parallel.put("module." + name, tensor));
        parallel.put("module.bn1.num_batches_tracked", "a counter");

        ReadNetwork read = RefusedFile.read(reader, saved(Map.of("state_dict", parallel, "epoch", 3)));

        assertThat(read.description().architecture()).contains(Architecture.RESNET18);
    }

    @Test
    void what_the_manifest_says_is_held_against_the_file() throws IOException {
        Path file = saved(NarrowWeights.of(Architecture.RESNET18));

        assertThat(refusal(file, new NetworkReader.Expected(Optional.of(Architecture.VGG11), OptionalInt.empty())))
                .returns("tensor-missing", RefusedNetworkException::code);
        assertThat(refusal(file, new NetworkReader.Expected(Optional.empty(), OptionalInt.of(7))))
                .hasMessageContaining("5 outputs; the manifest lists 7")
                .returns("output-count-mismatch", RefusedNetworkException::code);
    }

    private RefusedNetworkException refusal(Path file, NetworkReader.Expected expected) {
        return catchThrowableOfType(RefusedNetworkException.class, () -> reader.read(file, expected));
    }

    @Test
    void other_pickles_are_no_state_dicts() throws IOException {
        PickleBytes itself = PickleBytes.begin().ascii("}q\0").value("model").ascii("h\0s");
        Path cyclic = TorchFiles.save(folder.resolve("cyclic.pth"), itself.done(), List.of());

        assertThat(RefusedFile.by(reader, cyclic)).returns("tensor-refused", RefusedNetworkException::code);
        assertThat(RefusedFile.by(reader, saved(new PickleBytes.Instance("my.Net", Map.of("x", 1)))))
                .hasMessageContaining("my.Net")
                .returns("not-a-network", RefusedNetworkException::code);
        assertThat(RefusedFile.by(reader, saved(Map.of("a", 1, "b", List.of()))))
                .returns("not-a-network", RefusedNetworkException::code);
        assertThat(RefusedFile.by(reader, saved(5))).returns("not-a-network", RefusedNetworkException::code);
        assertThat(RefusedFile.by(reader, saved(Map.of("fc.weight", Tensor.of(List.of(2), 1, 2)))))
                .returns("architecture-missing", RefusedNetworkException::code);
    }
}
