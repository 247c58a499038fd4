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
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.ManifestDraft.InputSize;
import io.framewise.domain.model.Model;
import io.framewise.domain.model.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
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
        assertThat(first.format()).isEqualTo("torchscript");
        assertThat(first.parameters()).isEqualTo(11_689_512);
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

    private Request request(String weights, ManifestDraft manifest) {
        try {
            Path file = Files.writeString(Files.createTempFile(uploads, "upload", ""), weights);
            return new Request(new UploadedFile("weights.pt", file), manifest);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ManifestDraft manifest(String architecture, String... features) {
        return new ManifestDraft(
                "Day or night", architecture, List.of(features), new InputSize(224, 224), "squish", null, null);
    }
}
