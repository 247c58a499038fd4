package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.framewise.adapters.inference.model.PickleBytes;
import io.framewise.adapters.inference.model.PickleBytes.Call;
import io.framewise.adapters.inference.model.PickleBytes.Raw;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.adapters.inference.model.fastai.FastaiExports;
import io.framewise.adapters.inference.model.graph.Tensor;
import io.framewise.adapters.inference.model.onnx.OnnxBytes;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector.Inspection;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that were made to do harm, uploaded as networks. */
class AttackFilesTest {

    private static final InferenceProcesses PROCESSES = TestNetworks.processes(Duration.ofSeconds(20), 0);
    private static final Tensor ONE = Tensor.of(List.of(1), 1);

    @TempDir
    private Path folder;

    private final ContainedNetworkInspector inspector = new ContainedNetworkInspector(PROCESSES);

    @AfterAll
    static void close() {
        PROCESSES.close();
    }

    /** Makes a file; {@code victim} is what it tries to write. */
    private interface Maker {
        Path make(Path file, Path victim) throws IOException;
    }

    private enum Attack {
        PICKLE_THAT_RUNS_A_COMMAND(
                "not-a-network",
                "holds no state dict but posix.system",
                (file, victim) -> TorchFiles.save(file, new Call("posix.system", List.of("touch " + victim)))),
        PICKLE_THAT_WRITES_A_FILE_AS_A_TENSOR(
                "tensor-refused", "fc.weight is not taken: it is made by io.open", (file, victim) -> {
                    Map<String, Object> weights = new LinkedHashMap<>();
                    weights.put("fc.bias", ONE);
                    weights.put("fc.weight", new Call("io.open", List.of(victim.toString(), "w")));
                    return TorchFiles.save(file, weights);
                }),
        PICKLE_THAT_WRITES_A_FILE_AS_A_MODULE(
                "unknown-module",
                "The module model is a builtins.exec",
                (file, victim) -> TorchFiles.save(
                        file,
                        FastaiExports.aLearner()
                                .withModel(new Call("builtins.exec", List.of("open('" + victim + "','w')")))
                                .export())),
        PROGRAM_THAT_WRITES(
                "operator-refused",
                "\"torch.save\"",
                (file, victim) -> program(file, "torch.save(x, \"" + victim + "\")")),
        PROGRAM_THAT_READS(
                "operator-refused",
                "\"torch.from_file\"",
                (file, victim) -> program(file, "torch.from_file(\"/etc/hostname\", False, 3)")),
        PROGRAM_THAT_ASKS_FOR_AN_OPERATOR_BY_NAME(
                "operator-refused",
                "\"getattr, save\"",
                (file, victim) -> program(file, "getattr(torch, \"save\")(x, \"" + victim + "\")")),
        PROGRAM_IN_AN_ENTRY_OF_ANOTHER_NAME(
                "archive-entry-refused",
                "\"code/__torch__.PY\"",
                (file, victim) -> TorchFiles.program(
                        file,
                        Map.of(
                                "code/__torch__.PY",
                                TorchFiles.source("torch.save(x, \"" + victim + "\")"),
                                "code/harmless.py",
                                TorchFiles.source("torch.relu(x)")))),
        ZIP_BOMB(
                "archive-too-large",
                "unpacks to 50000000",
                (file, victim) -> TorchFiles.zip(file, Map.of("net/data/0", new byte[50_000_000]))),
        TENSOR_OF_2_TO_THE_31("tensor-refused", "0 to 2^31 - 1", (file, victim) -> {
            Raw size =
                    new Raw(new PickleBytes().code(0x8a, 5).little(5, 1L << 31).bytes());
            PickleBytes pickle = PickleBytes.begin().code('}').value("fc.weight");
            pickle.tensor("torch.FloatStorage", "0", 0, List.of(size), List.of(1))
                    .code('s');
            return TorchFiles.save(file, pickle.done(), List.of(ONE));
        }),
        NESTED_PICKLE(
                "archive-damaged",
                "nested more than 1000 deep",
                (file, victim) ->
                        TorchFiles.save(file, ascii("]".repeat(10_000) + "a".repeat(9_999) + "."), List.of())),
        PICKLE_THAT_WOULD_FILL_THE_MEMORY("archive-damaged", "more than 5000000 steps", (file, victim) -> {
            byte[] lists = new byte[8 << 20];
            Arrays.fill(lists, (byte) ']');
            // Some noise, so that the archive does not unpack to far more than it is.
            Random random = new Random(1);
            for (int i = 0; i < lists.length - 1; i += 16) {
                lists[i] = 'K';
                lists[i + 1] = (byte) random.nextInt();
            }
            return TorchFiles.save(file, lists, List.of());
        }),
        PICKLE_THAT_HOLDS_ITSELF(
                "network-too-large",
                "too deep",
                (file, victim) -> TorchFiles.save(
                        file,
                        FastaiExports.aLearner()
                                .withModel(new Raw(new PickleBytes()
                                        .global("torch.nn.modules.container.Sequential")
                                        .ascii(")\u0081q\t}")
                                        .value("_modules")
                                        .code('}')
                                        .value("0")
                                        .ascii("h\tssb")
                                        .bytes()))
                                .export())),
        ONNX_WITH_DATA_ELSEWHERE("external-data", "(../../x)", (file, victim) -> {
            OnnxBytes far = OnnxBytes.tensor("far", 1, 2)
                    .message(13, new OnnxBytes().text(1, "location").text(2, "../../x"))
                    .number(14, 1);
            return Files.write(
                    file,
                    OnnxBytes.model(17, OnnxBytes.classifier(17).message(5, far))
                            .bytes());
        });

        private final String code;
        private final String reason;
        private final Maker maker;

        Attack(String code, String reason, Maker maker) {
            this.code = code;
            this.reason = reason;
            this.maker = maker;
        }

        private static Path program(Path file, String expression) throws IOException {
            return TorchFiles.program(file, Map.of("code/__torch__.py", TorchFiles.source(expression)));
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_attack_is_refused_with_its_reason_and_does_nothing(Attack attack) throws IOException {
        Path victim = folder.resolve("victim");
        Path file = attack.maker.make(folder.resolve("upload"), victim);

        Throwable thrown = catchThrowable(() -> inspect(file));

        assertThat(thrown).isInstanceOf(Refusal.Invalid.class).hasMessageContaining(attack.reason);
        assertThat(((Refusal.Invalid) thrown).code()).isEqualTo(attack.code);
        assertThat(victim).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void soon_after_an_attack_good_networks_are_taken() throws IOException {
        Path bomb = Attack.ZIP_BOMB.maker.make(folder.resolve("bomb"), folder.resolve("victim"));
        Path program = Attack.program(folder.resolve("good"), "torch.mul(torch.mean(x, [2, 3]), 10.0)");
        catchThrowable(() -> inspect(bomb));
        Instant begin = Instant.now();

        Inspection inspection = inspect(program);

        assertThat(inspection.facts().format()).isEqualTo(WeightsFormat.TORCHSCRIPT);
        // Less than five seconds on a machine that has nothing else to do.
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    private Inspection inspect(Path file) {
        ManifestFacts manifest = new ManifestFacts(
                Optional.of("Test"),
                Optional.empty(),
                Optional.of(List.of("a", "b", "c")),
                Optional.of(new Preprocessing(8, 8, Preprocessing.Resize.SQUISH, null)),
                Optional.of(Activation.SOFTMAX));
        return inspector.inspect(new UploadedFile("upload", file), manifest, List.of());
    }
}
