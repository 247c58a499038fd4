package io.framewise.application.model;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.PageRequest;
import io.framewise.application.Workbench;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.ImportModels.Request;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.GoldenSamples;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.ManifestDraft.InputSize;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.NetworkFacts;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportModelsTest {

    @TempDir
    private Path uploads;

    private Workbench bench;
    private ImportModels importModels;

    @BeforeEach
    void aWorkbench() {
        bench = new Workbench(uploads);
        importModels = bench.importModels;
    }

    @Test
    void aModelIsImportedWithItsFirstIteration() {
        Model model = importModels.importModel(ANNA, request("weights", manifest("resnet18", "day", "night")));

        assertThat(importModels.find(model.id())).isEqualTo(model);
        assertThat(model.architecture()).isEqualTo(Architecture.RESNET18);
        assertThat(model.features()).containsExactly("day", "night");
        Iteration first = model.latest();
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.weights()).isEqualTo(hashOf("weights"));
        assertThat(first.bytes()).isEqualTo(7);
        assertThat(first.check().format()).isEqualTo(WeightsFormat.TORCHSCRIPT);
        assertThat(first.check().parameters()).isEqualTo(11_689_512);
        assertThat(first.activation()).isEqualTo(Activation.SOFTMAX);
        assertThat(first.provenance()).isEqualTo("weights.pt");
        assertThat(bench.lastEntry().action()).isEqualTo("model.imported");
        assertThat(bench.lastEntry().subject().project()).isEmpty();
        assertThat(bench.lastEntry().details())
                .containsEntry("weights", hashOf("weights").sha256());
    }

    @Test
    void aManifestWithMistakesIsRefusedBeforeTheNetworkIsLookedAt() {
        bench.inspector.refuses("not-torchscript");

        assertThat(violations(() -> importModels.importModel(ANNA, request("weights", manifest("resnet19", "day")))))
                .containsExactly("/manifest/architecture unknown-architecture", "/manifest/features feature-count");
    }

    @Test
    void aNetworkThatIsRefusedLeavesNothing() {
        bench.inspector.refuses("output-count-mismatch");
        List<?> before = bench.unitOfWork.everything();

        assertThat(violations(
                        () -> importModels.importModel(ANNA, request("weights", manifest("resnet18", "day", "night")))))
                .containsExactly("/weights output-count-mismatch");
        assertThat(bench.unitOfWork.everything()).isEqualTo(before);
    }

    @Test
    void anotherIterationIsTheLatest() {
        Model model = importModels.importModel(ANNA, request("weights", manifest("resnet18", "day", "night")));

        Model grown = importModels.addIteration(
                BEN, model.id(), request("better weights", manifest("resnet18", "day", "night")));

        assertThat(grown.iterations()).hasSize(2);
        assertThat(grown.latest().number()).isEqualTo(2);
        assertThat(grown.latest().weights()).isEqualTo(hashOf("better weights"));
        assertThat(importModels.find(model.id())).isEqualTo(grown);
        assertThat(bench.lastEntry().action()).isEqualTo("model.iteration-added");
        assertThat(bench.lastEntry().details()).containsEntry("number", "2");
    }

    @Test
    void anIterationHasTheFeaturesOfTheModelInTheirOrder() {
        Model model = importModels.importModel(ANNA, request("weights", manifest("resnet18", "day", "night")));

        for (ManifestDraft other : List.of(
                manifest("resnet18", "night", "day"),
                manifest("resnet18", "day", "night", "dusk"),
                manifest("resnet18", "Day", "night"))) {
            assertThat(violations(() -> importModels.addIteration(ANNA, model.id(), request("w", other))))
                    .containsExactly("/manifest/features features-differ");
        }
    }

    @Test
    void anIterationHasTheArchitectureOfTheModel() {
        Model model = importModels.importModel(ANNA, request("weights", manifest("resnet18", "day", "night")));

        assertThat(violations(() -> importModels.addIteration(
                        ANNA, model.id(), request("w", manifest("resnet34", "day", "night")))))
                .containsExactly("/manifest/architecture architecture-differs");
    }

    @Test
    void theSameWeightsAreNotAnotherIteration() {
        Model model = importModels.importModel(ANNA, request("weights", manifest("resnet18", "day", "night")));

        assertThat(conflict(() -> importModels.addIteration(
                        ANNA, model.id(), request("weights", manifest("resnet18", "day", "night")))))
                .isEqualTo("iteration-exists");
        assertThat(importModels.find(model.id())).isEqualTo(model);
    }

    @Test
    void aModelThatIsNotThereIsNotFound() {
        ModelId nobody = new ModelId(UUID.randomUUID());

        assertThat(notFound(() -> importModels.find(nobody))).isEqualTo("model-not-found");
        assertThat(notFound(() ->
                        importModels.addIteration(ANNA, nobody, request("w", manifest("resnet18", "day", "night")))))
                .isEqualTo("model-not-found");
    }

    @Test
    void modelsAreListed() {
        Model model = importModels.importModel(ANNA, request("weights", manifest("other", "day", "night")));

        assertThat(importModels.page(new PageRequest(10, null)).items())
                .containsExactlyInAnyOrder(model, bench.carModel, bench.redModel);
    }

    @Test
    void aFileThatSaysEverythingNeedsNoManifest() {
        bench.inspector.finds(export());

        Model model = importModels.importModel(ANNA, request("weights", null));

        assertThat(model.title()).isEqualTo("weights");
        assertThat(model.architecture()).isEqualTo(Architecture.RESNET34);
        assertThat(model.features()).containsExactly("day", "night");
        assertThat(model.latest().preprocessing().width()).isEqualTo(160);
        assertThat(bench.lastEntry().details()).containsEntry("weightsFormat", "fastai");
    }

    @Test
    void aManifestMayNotContradictTheFile() {
        bench.inspector.finds(export());

        assertThat(violations(
                        () -> importModels.importModel(ANNA, request("weights", manifest("resnet18", "night", "day")))))
                .containsExactly(
                        "/manifest/architecture differs-from-file",
                        "/manifest/features differs-from-file",
                        "/manifest/inputSize differs-from-file");
    }

    @Test
    void whatNeitherFileNorManifestSaysIsMissing() {
        assertThat(violations(() -> importModels.importModel(ANNA, request("weights", null))))
                .containsExactly("/manifest/features missing-field", "/manifest/inputSize missing-field");
    }

    @Test
    void goldenSamplesAreComparedAndKeptInTheReport() {
        Model model = importModels.importModel(ANNA, goldens(false, Map.of("day", 0.8, "night", 0.2)));

        assertThat(model.latest().check().goldens()).isNotNull();
        assertThat(model.latest().check().goldens().samples()).isEqualTo(1);
        assertThat(model.latest().check().goldens().largest()).isBetween(0.0999, 0.1001);
        assertThat(model.latest().check().goldens().topClassAgrees()).isTrue();
    }

    @Test
    void requiredGoldensThatDifferRefuseTheImport() {
        assertThat(violations(
                        () -> importModels.importModel(ANNA, goldens(true, Map.of("day", 0.898, "night", 0.102)))))
                .containsExactly("/goldenProbabilities goldens-differ");
        assertThat(importModels
                        .importModel(ANNA, goldens(true, Map.of("day", 0.8995, "night", 0.1005)))
                        .latest()
                        .check()
                        .goldens())
                .isNotNull();
    }

    @Test
    void goldenProbabilitiesAreThoseOfTheModelsClasses() {
        assertThat(violations(() -> importModels.importModel(ANNA, goldens(false, Map.of("day", 0.9, "dusk", 0.1)))))
                .containsExactly("/goldenProbabilities/samples/0/probabilities golden-probability");
        assertThat(violations(() -> importModels.importModel(ANNA, goldens(false, Map.of("day", 0.9, "night", 0.2)))))
                .containsExactly("/goldenProbabilities/samples/0/probabilities golden-probability");
    }

    @Test
    void theNumberOfGoldenSamplesIsCheckedBeforeTheNetworkIsLookedAt() {
        Request one = goldens(false, Map.of("day", 0.8, "night", 0.2));
        GoldenSamples.SampleDraft sample = one.goldenProbabilities().samples().get(0);
        Request many = new Request(
                one.weights(),
                one.manifest(),
                one.goldens(),
                new GoldenSamples.Draft(false, Collections.nCopies(1_001, sample)));
        bench.inspector.refuses("network-crashed");

        assertThat(violations(() -> importModels.importModel(ANNA, many)))
                .containsExactly("/goldenProbabilities sample-count");
    }

    private Request goldens(boolean required, Map<String, Double> probabilities) {
        Request plain = request("weights", manifest("resnet18", "day", "night"));
        GoldenSamples.Draft draft =
                new GoldenSamples.Draft(required, List.of(new GoldenSamples.SampleDraft("entry 0", probabilities)));
        return new Request(
                plain.weights(),
                plain.manifest(),
                request("zip\nimage", plain.manifest()).weights(),
                draft);
    }

    private static NetworkFacts export() {
        return new NetworkFacts(
                WeightsFormat.FASTAI,
                Optional.of(Architecture.RESNET34),
                Optional.of(List.of("day", "night")),
                Optional.of(new Preprocessing(160, 160, Preprocessing.Resize.CROP, null)),
                Optional.of(Activation.SOFTMAX),
                62,
                21_000_000);
    }

    private Request request(String weights, @Nullable ManifestDraft manifest) {
        try {
            Path file = Files.writeString(Files.createTempFile(uploads, "upload", ""), weights);
            return new Request(new UploadedFile("weights.pt", file), manifest, null, null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ManifestDraft manifest(String architecture, String... features) {
        return new ManifestDraft(
                "Day or night", architecture, List.of(features), new InputSize(224, 224), "squish", null, null, null);
    }
}
