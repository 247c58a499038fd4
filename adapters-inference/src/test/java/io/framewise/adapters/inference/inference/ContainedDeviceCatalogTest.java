package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.inference.Device;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainedDeviceCatalogTest {

    private final InferenceProcesses processes = TestNetworks.processes(Duration.ofSeconds(60), 0);
    private final ContainedDeviceCatalog catalog = new ContainedDeviceCatalog(processes);

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void there_is_always_the_processor() {
        assertThat(catalog.devices().available()).contains(new Device.Cpu());
        assertThat(catalog.describe(new Device.Cpu())).matches(".+, \\d+ cores?");
    }

    @Test
    void the_engine_is_the_one_in_the_package_whatever_else_is_installed() {
        assertThat(catalog.engine()).isEqualTo("PyTorch 2.7.1");
    }
}
