package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.application.Stores;
import io.framewise.application.inference.ShardsContract;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresShardsTest extends ShardsContract {

    @Inject
    Stores stores;

    @Override
    protected Stores stores() {
        return stores;
    }
}
