package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector.Inspection;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.ManifestFacts;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoNetworksTest {

    private static final Path DEMO = Path.of("..", "demo");
    private static final InferenceProcesses PROCESSES = TestNetworks.processes(Duration.ofSeconds(60), 0);

    @AfterAll
    static void close() {
        PROCESSES.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"time-of-day", "car", "car-red"})
    void the_demo_networks_pass_the_check_with_their_manifests(String name) throws IOException {
        ManifestFacts manifest = new ObjectMapper()
                .readValue(DEMO.resolve(name + ".json").toFile(), ManifestDraft.class)
                .check();
        UploadedFile weights = new UploadedFile(name + ".safetensors", DEMO.resolve(name + ".safetensors"));

        Inspection inspection = new ContainedNetworkInspector(PROCESSES).inspect(weights, manifest, List.of());

        assertThat(inspection.facts().format()).isEqualTo(WeightsFormat.SAFETENSORS);
        assertThat(inspection.facts().parameters()).isGreaterThan(100_000);
    }
}
