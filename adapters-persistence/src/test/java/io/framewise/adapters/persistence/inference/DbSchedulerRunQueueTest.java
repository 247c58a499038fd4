package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.application.Stores;
import io.framewise.application.inference.RunQueue;
import io.framewise.application.inference.RunQueueContract;
import io.framewise.domain.inference.InferenceRunId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class DbSchedulerRunQueueTest extends RunQueueContract {

    @Inject
    Stores stores;

    @Inject
    RunQueue queue;

    @Inject
    DataSource dataSource;

    @Override
    protected Stores stores() {
        return stores;
    }

    @Override
    protected RunQueue queue() {
        return queue;
    }

    @Override
    protected boolean isQueued(InferenceRunId run) {
        try (var connection = dataSource.getConnection();
                var select =
                        connection.prepareStatement("SELECT 1 FROM inference_queue_cpu WHERE task_instance LIKE ?")) {
            select.setString(1, run + "/%");
            return select.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
