package io.framewise.application.inference;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryInferenceRunsTest extends InferenceRunsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
