package io.framewise.adapters.persistence.inference;

import static io.framewise.domain.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.adapters.persistence.Sql;
import io.framewise.application.Stores;
import io.framewise.application.inference.Workers;
import io.framewise.application.inference.WorkersContract;
import io.framewise.domain.inference.Device;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresWorkersTest extends WorkersContract {

    @Inject
    Stores stores;

    @Inject
    Workers workers;

    @Inject
    Sql sql;

    @Override
    protected Stores stores() {
        return stores;
    }

    @Override
    protected Workers workers() {
        return workers;
    }

    @Test
    void whoHasNotBeenHeardOfForSomeSecondsIsNotThere() throws Exception {
        Workers.Worker silent = new Workers.Worker(
                UUID.randomUUID(),
                "silent",
                List.of(new Workers.Offer(new Device.Cpu(), "A processor")),
                "PyTorch 2.7.1",
                NOW);
        announce(silent);
        sql.update("UPDATE worker SET seen_at = now() - interval '11 seconds' WHERE id = ?", silent.id());
        assertThat(live()).doesNotContain(silent);

        announce(silent);

        assertThat(live()).contains(silent);
    }
}
