package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.onnx.OnnxBytes;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector.Inspection;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainedNetworkInspectorTest {

    @TempDir
    private Path folder;

    private static final InferenceProcesses PROCESSES = TestNetworks.processes(Duration.ofSeconds(20), 0);

    private final ContainedNetworkInspector inspector = new ContainedNetworkInspector(PROCESSES);

    @AfterAll
    static void close() {
        PROCESSES.close();
    }

    @Test
    void accepts_a_network_that_fits_its_manifest() {
        Inspection inspection = inspect(TestNetworks.network("mean-colour.pt"), manifest(8, 3, Activation.SOFTMAX));

        assertThat(inspection.facts().format()).isEqualTo(WeightsFormat.TORCHSCRIPT);
        assertThat(inspection.form()).isEqualTo("as imported");
    }

    @Test
    void accepts_a_network_that_gives_probabilities_itself() {
        Inspection inspection = inspect(TestNetworks.network("shares.pt"), manifest(8, 3, Activation.NONE));

        assertThat(inspection.engine()).isEqualTo("PyTorch 2.7.1");
    }

    @Test
    void accepts_a_network_that_was_saved_in_training_mode_as_it_is_put_to_inference() {
        Inspection inspection = inspect(TestNetworks.network("training.pt"), manifest(8, 3, Activation.SOFTMAX));

        assertThat(inspection.engine()).isEqualTo("PyTorch 2.7.1");
    }

    @Test
    void names_the_number_of_outputs() {
        Refusal.Invalid refusal = refusal("four-outputs.pt", manifest(8, 3, Activation.SOFTMAX));

        assertThat(refusal.code()).isEqualTo("output-count-mismatch");
        assertThat(refusal).hasMessage("The network answers 4 numbers per picture; the manifest lists 3 features.");
        assertThat(refusal.violations().get(0).path()).isEqualTo("/weights");
    }

    @Test
    void names_what_a_network_of_another_input_size_says() {
        Refusal.Invalid refusal = refusal("fixed-size.pt", manifest(16, 3, Activation.SOFTMAX));

        assertThat(refusal.code()).isEqualTo("input-shape-mismatch");
        assertThat(refusal)
                .hasMessage("The network does not take a picture of 1 x 3 x 16 x 16 numbers:"
                        + " mat1 and mat2 shapes cannot be multiplied (1x768 and 192x3).");
    }

    @Test
    void refuses_a_network_for_grey_pictures() {
        Refusal.Invalid refusal = refusal("grey.pt", manifest(8, 3, Activation.SOFTMAX));

        assertThat(refusal.code()).isEqualTo("input-shape-mismatch");
        assertThat(refusal.getMessage()).contains("channels").hasSizeLessThan(300);
    }

    @Test
    void refuses_a_network_that_answers_two_tensors() {
        Refusal.Invalid refusal = refusal("pair.pt", manifest(8, 3, Activation.SOFTMAX));

        assertThat(refusal.code()).isEqualTo("output-count-mismatch");
        assertThat(refusal).hasMessage("The network answers 2 tensors; one is expected.");
    }

    @Test
    void refuses_a_network_that_takes_one_picture_only() {
        Refusal.Invalid refusal = refusal("one-by-one.pt", manifest(8, 3, Activation.SOFTMAX));

        assertThat(refusal.code()).isEqualTo("output-count-mismatch");
        assertThat(refusal.getMessage()).startsWith("The network does not take two pictures at once: ");
    }

    @Test
    void refuses_a_network_whose_answer_depends_on_the_other_pictures() {
        Refusal.Invalid refusal = refusal("looks-around.pt", manifest(8, 3, Activation.SOFTMAX));

        assertThat(refusal.code()).isEqualTo("output-count-mismatch");
        assertThat(refusal.getMessage()).contains("eval()");
    }

    @Test
    void refuses_logits_where_probabilities_were_announced() {
        Refusal.Invalid refusal = refusal("mean-colour.pt", manifest(8, 3, Activation.NONE));

        assertThat(refusal.code()).isEqualTo("output-not-probabilities");
        assertThat(refusal.getMessage()).contains("instead of 1");
    }

    @Test
    void refuses_probabilities_where_logits_were_announced_or_nothing_was() {
        ManifestFacts softmax = manifest(8, 3, Activation.SOFTMAX);
        ManifestFacts silent = new ManifestFacts(
                softmax.title(), softmax.architecture(), softmax.features(), softmax.preprocessing(), Optional.empty());

        for (ManifestFacts manifest : List.of(softmax, silent)) {
            Refusal.Invalid refusal = refusal("shares.pt", manifest);

            assertThat(refusal.code()).isEqualTo("output-not-logits");
            assertThat(refusal.getMessage()).contains("\"activation\": \"none\"");
        }
    }

    @Test
    void a_state_dict_is_not_believed_to_give_probabilities() throws IOException {
        Path demo = Path.of("..", "demo");
        ManifestFacts said = new ObjectMapper()
                .readValue(demo.resolve("car.json").toFile(), ManifestDraft.class)
                .check();
        ManifestFacts manifest = new ManifestFacts(
                said.title(), said.architecture(), said.features(), said.preprocessing(), Optional.of(Activation.NONE));

        Refusal.Invalid refusal = refusal(demo.resolve("car.safetensors"), manifest);

        assertThat(refusal.code()).isEqualTo("output-not-probabilities");
    }

    @Test
    void a_softmax_in_the_file_needs_no_manifest() throws IOException {
        OnnxBytes[] mean = OnnxBytes.meanColour("logits");
        OnnxBytes softmax = OnnxBytes.node("Softmax", List.of("logits"), "p", OnnxBytes.whole("axis", 1));
        OnnxBytes graph = OnnxBytes.graph(
                        mean[0], mean[1], mean[2], softmax, OnnxBytes.node("Identity", List.of("p"), "y"))
                .message(5, OnnxBytes.scale());
        Path file = Files.write(
                folder.resolve("softmax.onnx"), OnnxBytes.model(graph).bytes());

        Inspection inspection = inspect(file, manifest(8, 3, Activation.SOFTMAX));

        assertThat(inspection.facts().activation()).contains(Activation.NONE);
        assertThat(inspection.engine()).startsWith("ONNX Runtime");
        assertThat(inspection.form()).isEqualTo("as imported");
    }

    @Test
    void refuses_programs_that_read_or_write_files() {
        assertThat(refusal("reads-file.pt", manifest(8, 3, Activation.SOFTMAX)))
                .hasMessageContaining("torch.from_file")
                .returns("operator-refused", Refusal::code);
        assertThat(refusal("writes-file.pt", manifest(8, 3, Activation.SOFTMAX)))
                .hasMessageContaining("torch.save")
                .returns("operator-refused", Refusal::code);
    }

    @Test
    void recognises_state_dicts_and_pickles() throws IOException {
        ManifestFacts manifest = manifest(8, 3, Activation.SOFTMAX);
        Path export =
                Files.write(folder.resolve("export.pkl"), "\u0080\u0002cfastai.learner\nLearner\n".getBytes("latin1"));

        for (String name : List.of("state-dict.pth", "state-dict-legacy.pth")) {
            assertThat(refusal(name, manifest))
                    .returns(name.contains("legacy") ? "not-a-network" : "architecture-missing", Refusal::code);
        }
        assertThat(refusal(export, manifest))
                .hasMessageContaining("torch.save")
                .returns("not-a-network", Refusal::code);
    }

    @Test
    void refuses_what_is_no_archive() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.pt"), "Not a network.");
        Path empty = Files.createFile(folder.resolve("empty.pt"));
        byte[] whole = Files.readAllBytes(TestNetworks.network("mean-colour.pt"));
        Path cut = Files.write(folder.resolve("cut.pt"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Path zip = archive(Map.of("photos/a.txt", new byte[3]));

        for (Path file : List.of(text, empty, cut, zip)) {
            assertThat(refusal(file, manifest(8, 3, Activation.SOFTMAX)).code())
                    .as(file.toString())
                    .isEqualTo(file.equals(cut) ? "archive-damaged" : "not-a-network");
        }
    }

    @Test
    void refuses_a_damaged_network_without_a_stack_trace() throws IOException {
        Path broken = archive(Map.of(
                "n/data.pkl",
                "N.".getBytes("latin1"),
                "n/constants.pkl",
                "N.".getBytes("latin1"),
                "n/version",
                "3\n".getBytes("latin1"),
                "n/code/__torch__.py",
                "def".getBytes("latin1")));

        Refusal.Invalid refusal = refusal(broken, manifest(8, 3, Activation.SOFTMAX));

        assertThat(refusal.code()).isEqualTo("not-torchscript");
        assertThat(refusal.getMessage())
                .startsWith("PyTorch cannot load this network: ")
                .doesNotContain("\n")
                .doesNotContain(".cpp");
    }

    @Test
    void refuses_entries_that_point_outside() throws IOException {
        for (String name : List.of("/etc/passwd", "n/../../x", "..", "n\\x", "c:/x", "n/a\u0007")) {
            assertThat(refusal(archive(Map.of(name, new byte[1])), manifest(8, 3, Activation.SOFTMAX))
                            .code())
                    .as(name)
                    .isEqualTo("archive-entry-refused");
        }
        assertThat(refusal(archive(Map.of("a/x", new byte[1], "b/x", new byte[1])), manifest(8, 3, Activation.SOFTMAX))
                        .code())
                .isEqualTo("archive-entry-refused");
    }

    @Test
    void refuses_bombs() throws IOException {
        Path deep = archive(Map.of("n/data/0", new byte[50_000_000]));
        Map<String, byte[]> many = new LinkedHashMap<>();
        IntStream.range(0, 20_001).forEach(i -> many.put("n/data/" + i, new byte[0]));

        for (Path bomb : List.of(deep, archive(many))) {
            assertThat(refusal(bomb, manifest(8, 3, Activation.SOFTMAX)).code()).isEqualTo("archive-too-large");
        }
    }

    @Test
    void shows_each_golden_image() throws IOException {
        Path red = picture("red", Color.RED);
        Path blue = picture("blue", Color.BLUE);

        Inspection inspection = inspector.inspect(
                new UploadedFile("net.pt", TestNetworks.network("mean-colour.pt")),
                manifest(8, 3, Activation.SOFTMAX),
                List.of(red, blue, red));

        assertThat(inspection.answers()).hasSize(3).allMatch(answer -> answer.length == 3);
        assertThat(inspection.answers().get(0)[0]).isGreaterThan(0.5f);
        assertThat(inspection.answers().get(1)[2]).isGreaterThan(0.5f);
        assertThat(inspection.answers().get(2)).isEqualTo(inspection.answers().get(0));
    }

    @Test
    void names_a_golden_image_that_cannot_be_read() throws IOException {
        List<Path> images = List.of(picture("red", Color.RED), Files.writeString(folder.resolve("text.png"), "text"));

        Refusal.Invalid refusal = catchThrowableOfType(
                Refusal.Invalid.class,
                () -> inspector.inspect(
                        new UploadedFile("net.pt", TestNetworks.network("mean-colour.pt")),
                        manifest(8, 3, Activation.SOFTMAX),
                        images));

        assertThat(refusal.code()).isEqualTo("golden-image");
        assertThat(refusal.violations().get(0).path()).isEqualTo("/goldens");
    }

    @Test
    void refuses_whatever_ends_a_reader() {
        List<Throwable> surprises = List.of(new IndexOutOfBoundsException("7"), new StackOverflowError());
        for (Throwable surprise : surprises) {
            NetworkInspection.Reading reading = (file, expected) -> {
                if (surprise instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) surprise;
            };

            assertThatThrownBy(() -> NetworkInspection.read(reading, folder, ManifestFacts.NONE))
                    .isInstanceOfSatisfying(
                            RefusedNetworkException.class,
                            refused -> assertThat(refused.code()).isEqualTo("weights-unreadable"));
        }
    }

    @Test
    void uploads_are_checked_one_after_the_other() {
        AtomicInteger checked = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        IntStream.range(0, 3)
                .parallel()
                .forEach(upload -> PROCESSES.once(worker -> {
                    most.accumulateAndGet(checked.incrementAndGet(), Math::max);
                    DeviceAnswer.ask(worker.process());
                    return checked.decrementAndGet();
                }));

        assertThat(most).hasValue(1);
    }

    private Path picture(String name, Color color) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, 256).forEach(i -> image.setRGB(i % 16, i / 16, color.getRGB()));
        Path file = folder.resolve(name + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private Inspection inspect(Path file, ManifestFacts manifest) {
        return inspector.inspect(new UploadedFile("net.pt", file), manifest, List.of());
    }

    private Refusal.Invalid refusal(String network, ManifestFacts manifest) {
        return refusal(TestNetworks.network(network), manifest);
    }

    private Refusal.Invalid refusal(Path file, ManifestFacts manifest) {
        return catchThrowableOfType(Refusal.Invalid.class, () -> inspect(file, manifest));
    }

    private static ManifestFacts manifest(int side, int features, Activation activation) {
        List<String> names = IntStream.range(0, features).mapToObj(i -> "f" + i).toList();
        Preprocessing preprocessing = new Preprocessing(side, side, Preprocessing.Resize.SQUISH, null);
        return new ManifestFacts(
                Optional.of("Test"),
                Optional.empty(),
                Optional.of(names),
                Optional.of(preprocessing),
                Optional.of(activation));
    }

    private Path archive(Map<String, byte[]> entries) throws IOException {
        Path file = Files.createTempFile(folder, "archive", ".pt");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
