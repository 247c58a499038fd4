package io.framewise.application.inference;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryShardResultsTest extends ShardResultsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
