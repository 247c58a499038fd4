package io.framewise.adapters.persistence.label;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.application.Stores;
import io.framewise.application.label.LabelHistoryContract;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresLabelHistoryTest extends LabelHistoryContract {

    @Inject
    Stores stores;

    @Override
    protected Stores stores() {
        return stores;
    }
}
