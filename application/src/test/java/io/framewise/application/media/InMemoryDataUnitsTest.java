package io.framewise.application.media;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryDataUnitsTest extends DataUnitsContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
