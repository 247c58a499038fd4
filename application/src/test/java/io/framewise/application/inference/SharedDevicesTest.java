package io.framewise.application.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.SteppingClock;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What runs may ask for where several nodes work. */
class SharedDevicesTest {

    private final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    private final Workers workers = new InMemoryWorkers(unitOfWork);
    private final FixedDevices own = new FixedDevices();
    private final FixedDevices elsewhere = new FixedDevices();
    private final AnnounceWorker other = new AnnounceWorker(unitOfWork, workers, elsewhere, new SteppingClock());
    private final SharedDevices working = new SharedDevices(unitOfWork, workers, Optional.of(own));
    private final SharedDevices idle = new SharedDevices(unitOfWork, workers, Optional.empty());

    @Test
    void aNodeThatWorksAloneOffersWhatItHas() {
        own.gpus(1);

        assertThat(working.devices()).isEqualTo(own.devices());
        assertThat(working.engine()).isEqualTo(own.engine());
    }

    @Test
    void whereNobodyWorksRunsMayWaitForAProcessor() {
        assertThat(idle.devices().choices()).containsExactly("auto", "cpu");
        assertThat(idle.engine()).isEmpty();
    }

    @Test
    void theDevicesOfOthersAreOfferedWhileTheyWork() {
        elsewhere.gpus(2);
        UUID id = UUID.randomUUID();
        other.announce(other.worker(id, "12@there"));

        assertThat(working.devices().choices()).containsExactly("auto", "cpu", "gpu", "gpu:0", "gpu:1");
        assertThat(idle.devices()).isEqualTo(elsewhere.devices());
        assertThat(idle.describe(elsewhere.devices().available().get(1)))
                .isEqualTo(elsewhere.describe(elsewhere.devices().available().get(1)));
        assertThat(idle.workers()).extracting(Workers.Worker::name).containsExactly("12@there");

        other.leave(id);

        assertThat(idle.devices().choices()).containsExactly("auto", "cpu");
    }
}
