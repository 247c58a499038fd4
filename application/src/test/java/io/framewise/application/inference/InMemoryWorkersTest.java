package io.framewise.application.inference;

import io.framewise.application.InMemoryStores;
import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Stores;

class InMemoryWorkersTest extends WorkersContract {

    private final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    private final Stores stores = InMemoryStores.empty(unitOfWork);
    private final Workers workers = new InMemoryWorkers(unitOfWork);

    @Override
    protected Stores stores() {
        return stores;
    }

    @Override
    protected Workers workers() {
        return workers;
    }
}
