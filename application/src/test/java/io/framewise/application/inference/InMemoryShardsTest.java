package io.framewise.application.inference;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryShardsTest extends ShardsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
