package io.framewise.adapters.persistence.media;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.application.Stores;
import io.framewise.application.media.DataUnitsContract;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresDataUnitsTest extends DataUnitsContract {

    @Inject
    Stores stores;

    @Override
    protected Stores stores() {
        return stores;
    }
}
