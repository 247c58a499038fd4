package io.framewise.application.inference;

import io.framewise.application.InMemoryStores;
import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Stores;

class InMemoryInferenceBatchesTest extends InferenceBatchesContract {

    private final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    private final Stores stores = InMemoryStores.empty(unitOfWork);
    private final InferenceBatches batches =
            new InMemoryInferenceBatches(unitOfWork, stores.runs(), stores.shards(), stores.shardResults());

    @Override
    protected Stores stores() {
        return stores;
    }

    @Override
    protected InferenceBatches batches() {
        return batches;
    }
}
