package io.framewise.application.project;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryProjectsTest extends ProjectsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
