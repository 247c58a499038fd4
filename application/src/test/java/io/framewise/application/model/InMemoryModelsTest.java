package io.framewise.application.model;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryModelsTest extends ModelsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
