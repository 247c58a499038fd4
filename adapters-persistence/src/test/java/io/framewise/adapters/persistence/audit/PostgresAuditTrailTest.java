package io.framewise.adapters.persistence.audit;

import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.application.Stores;
import io.framewise.application.audit.AuditTrailContract;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class PostgresAuditTrailTest extends AuditTrailContract {

    @Inject
    Stores stores;

    @Override
    protected Stores stores() {
        return stores;
    }
}
