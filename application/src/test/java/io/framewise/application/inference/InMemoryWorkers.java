package io.framewise.application.inference;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Everybody who has not left is alive. */
public final class InMemoryWorkers implements Workers {

    private final Table<UUID, Worker> workers;

    public InMemoryWorkers(InMemoryUnitOfWork unitOfWork) {
        workers = unitOfWork.table();
    }

    @Override
    public void announce(Worker worker) {
        workers.put(worker.id(), worker);
    }

    @Override
    public void leave(UUID id) {
        workers.remove(id);
    }

    @Override
    public List<Worker> live() {
        return workers.all().stream()
                .sorted(Comparator.comparing(Worker::startedAt))
                .toList();
    }
}
