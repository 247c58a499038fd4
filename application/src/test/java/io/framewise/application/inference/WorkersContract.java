package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.StoresContract;
import io.framewise.application.inference.Workers.Offer;
import io.framewise.application.inference.Workers.Worker;
import io.framewise.domain.inference.Device;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of {@link Workers} does. */
public abstract class WorkersContract extends StoresContract {

    private final Worker first = worker("12@here", new Offer(new Device.Cpu(), "A processor, 2 cores"));
    private final Worker second = new Worker(
            UUID.randomUUID(),
            "13@there",
            List.of(new Offer(new Device.Cpu(), "Another"), new Offer(new Device.Gpu(1), "A GPU, 16 GB")),
            "PyTorch 2.7.1",
            NOW.plusSeconds(1));

    protected abstract Workers workers();

    @Test
    void whoHasToldOfItselfIsThereUntilItLeaves() {
        announce(second);
        announce(first);
        announce(first);
        assertThat(live()).filteredOn(List.of(first, second)::contains).containsExactly(first, second);

        inTransaction(() -> workers().leave(first.id()));

        assertThat(live()).contains(second).doesNotContain(first);
    }

    private static Worker worker(String name, Offer offer) {
        return new Worker(UUID.randomUUID(), name, List.of(offer), "PyTorch 2.7.1", NOW);
    }

    protected void announce(Worker worker) {
        inTransaction(() -> workers().announce(worker));
    }

    protected List<Worker> live() {
        return inTransaction(() -> workers().live());
    }
}
