package io.framewise.application.label;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryLabelsTest extends LabelsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
