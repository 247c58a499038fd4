package io.framewise.application.inference;

import io.framewise.application.InMemoryStores;
import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Stores;
import io.framewise.domain.inference.InferenceRunId;

class InMemoryRunQueueTest extends RunQueueContract {

    private final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    private final Stores stores = InMemoryStores.empty(unitOfWork);
    private final InMemoryRunQueue queue = new InMemoryRunQueue(unitOfWork);

    @Override
    protected Stores stores() {
        return stores;
    }

    @Override
    protected RunQueue queue() {
        return queue;
    }

    @Override
    protected boolean isQueued(InferenceRunId run) {
        return queue.queued().contains(run);
    }
}
