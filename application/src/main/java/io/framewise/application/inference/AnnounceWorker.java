package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.inference.Workers.Offer;
import io.framewise.application.inference.Workers.Worker;
import io.framewise.domain.inference.Devices;
import java.time.InstantSource;
import java.util.UUID;

/** Tells the other nodes of this one's devices. */
public final class AnnounceWorker {

    private final UnitOfWork unitOfWork;
    private final Workers workers;
    private final DeviceCatalog devices;
    private final InstantSource clock;

    /** @param devices of this node */
    public AnnounceWorker(UnitOfWork unitOfWork, Workers workers, DeviceCatalog devices, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.workers = workers;
        this.devices = devices;
        this.clock = clock;
    }

    /** What this node has; asking for it the first time takes seconds. */
    public Worker worker(UUID id, String name) {
        Devices own = devices.devices();
        return new Worker(
                id,
                name,
                own.available().stream()
                        .map(device -> new Offer(device, devices.describe(device)))
                        .toList(),
                devices.engine(),
                clock.instant());
    }

    public void announce(Worker worker) {
        unitOfWork.run(() -> workers.announce(worker));
    }

    public void leave(UUID id) {
        unitOfWork.run(() -> workers.leave(id));
    }
}
