package io.framewise.application.label;

import io.framewise.application.InMemoryStores;
import io.framewise.application.Stores;

class InMemoryLabelHistoryTest extends LabelHistoryContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
