package io.framewise.domain.inference;

import static io.framewise.domain.Refusals.messages;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.inference.Device.Cpu;
import io.framewise.domain.inference.Device.Gpu;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment does not have is not offered, and asking for it is an error (rule 8). */
class DevicesTest {

    private static final Devices PROCESSOR = new Devices(List.of(new Cpu()));
    private static final Devices TWO_GPUS = new Devices(List.of(new Cpu(), new Gpu(0), new Gpu(1)));

    @Test
    void withoutAGpuNoneIsOffered() {
        assertThat(PROCESSOR.choices()).containsExactly("auto", "cpu");
    }

    @Test
    void everyGpuIsOfferedAndAnyOfThem() {
        assertThat(TWO_GPUS.choices()).containsExactly("auto", "cpu", "gpu", "gpu:0", "gpu:1");
    }

    @Test
    void everythingThatIsOfferedIsThere() {
        for (Devices devices : List.of(PROCESSOR, TWO_GPUS)) {
            for (String choice : devices.choices()) {
                assertThat(devices.available()).contains(devices.resolve(choice, "/device"));
            }
        }
    }

    @Test
    void autoTakesAGpuWhenThereIsOne() {
        assertThat(TWO_GPUS.resolve("auto", "/device")).isEqualTo(new Gpu(0));
        assertThat(PROCESSOR.resolve("auto", "/device")).isEqualTo(new Cpu());
    }

    @Test
    void aGpuWithoutANumberIsTheFirst() {
        assertThat(TWO_GPUS.resolve("gpu", "/device")).isEqualTo(new Gpu(0));
        assertThat(TWO_GPUS.resolve("gpu:1", "/device")).isEqualTo(new Gpu(1));
        assertThat(TWO_GPUS.resolve("cpu", "/device")).isEqualTo(new Cpu());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "gpu:0", "cuda", "", "CPU", "gpu:-1", "gpu:00", "auto "})
    void aDeviceThatIsNotThereIsRefusedAndThoseThatAreAreNamed(String requested) {
        assertThat(violations(() -> PROCESSOR.resolve(requested, "/device")))
                .containsExactly("/device device-not-available");
        assertThat(messages(() -> PROCESSOR.resolve(requested, "/device")))
                .allMatch(message -> message.endsWith("Available: auto, cpu."));
    }

    @Test
    void thereIsAlwaysADeviceAndGpusAreNumberedFromZero() {
        assertThatThrownBy(() -> new Devices(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Gpu(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Gpu(3).value()).isEqualTo("gpu:3");
    }
}
