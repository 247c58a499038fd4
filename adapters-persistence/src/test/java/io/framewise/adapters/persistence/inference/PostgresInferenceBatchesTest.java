package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.application.Stores;
import io.framewise.application.inference.InferenceBatches;
import io.framewise.application.inference.InferenceBatchesContract;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresInferenceBatchesTest extends InferenceBatchesContract {

    @Inject
    Stores stores;

    @Inject
    InferenceBatches batches;

    @Override
    protected Stores stores() {
        return stores;
    }

    @Override
    protected InferenceBatches batches() {
        return batches;
    }
}
