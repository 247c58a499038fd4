package io.framewise.application.model;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryAttachedModelsTest extends AttachedModelsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
