package io.framewise.application;

class InMemoryUnitOfWorkTest extends UnitOfWorkContract {

    private final Stores stores = InMemoryStores.empty();

    @Override
    protected Stores stores() {
        return stores;
    }
}
