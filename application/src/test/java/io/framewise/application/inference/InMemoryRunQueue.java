package io.framewise.application.inference;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import io.framewise.domain.inference.InferenceRunId;
import java.util.List;

/** Remembers what was queued; tests do the work of the workers. */
public final class InMemoryRunQueue implements RunQueue {

    private final InMemoryUnitOfWork unitOfWork;
    private final Table<InferenceRunId, Pool> queued;

    public InMemoryRunQueue(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.queued = unitOfWork.table();
    }

    @Override
    public void enqueue(InferenceRunId run, Pool pool, int slots, Priority priority) {
        queued.put(run, pool);
    }

    /** Everything that was ever queued, in that order. Opens its own transaction. */
    public List<InferenceRunId> queued() {
        return unitOfWork.run(queued::keys);
    }

    /** Where a run was queued last. Opens its own transaction. */
    public Pool pool(InferenceRunId run) {
        return unitOfWork.run(() -> queued.find(run).orElseThrow());
    }
}
