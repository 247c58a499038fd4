package io.framewise.application.audit;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryAuditTrailTest extends AuditTrailContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
