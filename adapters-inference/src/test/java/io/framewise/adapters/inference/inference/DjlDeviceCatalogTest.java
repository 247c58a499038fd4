package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import org.junit.jupiter.api.Test;

class DjlDeviceCatalogTest {

    private final DjlDeviceCatalog catalog = new DjlDeviceCatalog(TestNetworks.engine());

    @Test
    void there_is_always_the_processor() {
        assertThat(catalog.devices().available()).contains(new Device.Cpu());
        assertThat(catalog.describe(new Device.Cpu())).matches(".+, \\d+ cores?");
    }

    @Test
    void the_engine_is_the_one_in_the_package_whatever_else_is_installed() {
        assertThat(catalog.engine()).isEqualTo("PyTorch 2.7.1");
    }

    @Test
    void an_engine_that_cannot_be_unpacked_is_a_refusal_in_plain_words() {
        String belowAFile =
                TestNetworks.network("mean-colour.pt").resolve("engine").toString();
        DjlDeviceCatalog catalogWithoutEngine = new DjlDeviceCatalog(new TorchEngine(belowAFile, 1));

        assertThatThrownBy(catalogWithoutEngine::devices)
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("engine-unavailable"))
                .hasMessageStartingWith("PyTorch cannot be started on this machine");
    }

    @Test
    void a_second_catalog_in_the_process_says_the_same() {
        DjlDeviceCatalog second = new DjlDeviceCatalog(TestNetworks.engine());

        assertThat(second.devices()).isEqualTo(catalog.devices());
        assertThat(second.engine()).isEqualTo(catalog.engine());
    }
}
