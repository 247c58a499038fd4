package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector.Inspection;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.NetworkFacts;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.Padding;
import io.framewise.domain.model.Preprocessing.Resize;
import io.framewise.domain.model.Preprocessing.SecondResize;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real exports of fastai, read without a manifest, say what fastai said ({@code make_exports.py} beside them). */
class FastaiExportsTest {

    private static final InferenceProcesses PROCESSES = TestNetworks.processes(Duration.ofSeconds(60), 0);
    private static final List<String> SHAPES = List.of("circle", "cross", "square");
    private static final Normalisation IMAGENET =
            new Normalisation(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        PROCESSES.close();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(FastaiExportsTest.class.getResource("/fastai/" + name).toURI());
    }

    private Path export(String name) throws IOException, URISyntaxException {
        Path file = folder.resolve(name + ".pkl");
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(resource(name + ".pkl.gz")))) {
            Files.copy(packed, file);
        }
        return file;
    }

    private static Preprocessing preprocessing(String name) {
        return switch (name) {
            case "resnet18-aug" ->
                new Preprocessing(
                        96, 80, Resize.PAD, Padding.REFLECTION, new SecondResize(0, 0, 96, 80, 64, 64, true), IMAGENET);
            case "vgg11_bn-squish" -> new Preprocessing(64, 64, Resize.SQUISH, Padding.REFLECTION, null, IMAGENET);
            default -> new Preprocessing(64, 64, Resize.CROP, Padding.REFLECTION, null, null);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18-aug, resnet18, 44, 11705408",
        "vgg11_bn-squish, vgg11_bn, 20, 9754880",
        "oldest-resnet18-crop, resnet18, 44, 11705408"
    })
    void an_export_tells_all_and_answers_as_fastai_did(String name, String architecture, int layers, long parameters)
            throws Exception {
        List<Path> pictures = new ArrayList<>();
        List<JsonNode> expected = new ArrayList<>();
        for (JsonNode sample :
                new ObjectMapper().readTree(resource(name + ".json").toFile()).get("samples")) {
            pictures.add(resource("pictures/" + sample.get("image").asText()));
            expected.add(sample.get("probabilities"));
        }

        Inspection inspection = new ContainedNetworkInspector(PROCESSES)
                .inspect(new UploadedFile("export.pkl", export(name)), ManifestFacts.NONE, pictures);

        assertThat(inspection.facts())
                .isEqualTo(new NetworkFacts(
                        WeightsFormat.FASTAI,
                        Optional.of(Architecture.named(architecture).orElseThrow()),
                        Optional.of(SHAPES),
                        Optional.of(preprocessing(name)),
                        Optional.of(Activation.SOFTMAX),
                        layers,
                        parameters));
        assertThat(inspection.answers()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            for (int feature = 0; feature < SHAPES.size(); feature++) {
                assertThat((double) inspection.answers().get(i)[feature])
                        .as("%s, %s", pictures.get(i).getFileName(), SHAPES.get(feature))
                        .isCloseTo(expected.get(i).get(SHAPES.get(feature)).asDouble(), within(2e-5));
            }
        }
    }
}
