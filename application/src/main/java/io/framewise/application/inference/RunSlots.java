package io.framewise.application.inference;

import io.framewise.domain.inference.InferenceRun;

/** Puts runs into the queue of the devices that they ask for. */
final class RunSlots {

    private final RunQueue queue;
    private final DeviceCatalog devices;
    private final int slots;

    /** @param slots how many workers may serve a run at once */
    RunSlots(RunQueue queue, DeviceCatalog devices, int slots) {
        this.queue = queue;
        this.devices = devices;
        this.slots = slots;
    }

    /** Inside the caller's transaction. */
    void enqueue(InferenceRun run, RunQueue.Priority priority) {
        Pool pool = Pool.of(devices.devices().resolve(run.request().device(), "/device"));
        queue.enqueue(run.id(), pool, slots, priority);
    }
}
