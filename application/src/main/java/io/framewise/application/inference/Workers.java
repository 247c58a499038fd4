package io.framewise.application.inference;

import io.framewise.domain.inference.Device;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The nodes that work on queued runs. */
public interface Workers {

    /** @param description the processor or the GPU, for people */
    record Offer(Device device, String description) {}

    /**
     * What a node tells of itself.
     *
     * @param id new each time that the node starts
     * @param name process and host, for people
     * @param devices at least one
     * @param engine name and version
     */
    record Worker(UUID id, String name, List<Offer> devices, String engine, Instant startedAt) {
        public Worker {
            devices = List.copyOf(devices);
        }
    }

    /** The worker is alive; to be told every few seconds. */
    void announce(Worker worker);

    /** The worker works no more. */
    void leave(UUID id);

    /** Those that have been heard of in the last seconds, by the store's clock; the one that started first leads. */
    List<Worker> live();
}
