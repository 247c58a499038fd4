package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.adapters.inference.inference.TestNetworks;
import io.framewise.application.media.UploadedFile;
import io.framewise.application.model.NetworkInspector.Inspection;
import io.framewise.domain.model.ManifestDraft;
import io.framewise.domain.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoNetworksTest {

    private static final Path DEMO = Path.of("..", "demo");

    @ParameterizedTest
    @ValueSource(strings = {"time-of-day", "car", "car-red"})
    void the_demo_networks_pass_the_check_with_their_manifests(String name) throws IOException {
        ModelManifest manifest = new ObjectMapper()
                .readValue(DEMO.resolve(name + ".json").toFile(), ManifestDraft.class)
                .check();
        UploadedFile weights = new UploadedFile(name + ".pt", DEMO.resolve(name + ".pt"));

        Inspection inspection = new DjlNetworkInspector(TestNetworks.engine()).inspect(weights, manifest, "/weights");

        assertThat(inspection.parameters()).isGreaterThan(100_000);
    }
}
