package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.inference.Workers.Offer;
import io.framewise.application.inference.Workers.Worker;
import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.Devices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The devices of all nodes that work: what a run may ask for. */
public final class SharedDevices implements DeviceCatalog {

    private static final Comparator<Device> PROCESSOR_FIRST =
            Comparator.comparing(device -> device instanceof Device.Gpu gpu ? gpu.index() : -1);

    private final UnitOfWork unitOfWork;
    private final Workers workers;
    private final Optional<DeviceCatalog> own;

    /** @param own of this node, when it works */
    public SharedDevices(UnitOfWork unitOfWork, Workers workers, Optional<DeviceCatalog> own) {
        this.unitOfWork = unitOfWork;
        this.workers = workers;
        this.own = own;
    }

    /** The nodes that work now. */
    public List<Worker> workers() {
        return unitOfWork.run(workers::live);
    }

    /** A processor always counts as there: a run may wait for one. */
    @Override
    public Devices devices() {
        List<Device> devices = new ArrayList<>(List.of(new Device.Cpu()));
        own.ifPresent(catalog -> devices.addAll(catalog.devices().available()));
        offers().map(Offer::device).forEach(devices::add);
        return new Devices(devices.stream().distinct().sorted(PROCESSOR_FIRST).toList());
    }

    @Override
    public String describe(Device device) {
        if (own.isPresent() && own.get().devices().available().contains(device)) {
            return own.get().describe(device);
        }
        return offers().filter(offer -> offer.device().equals(device))
                .map(Offer::description)
                .findFirst()
                .orElse("No worker is there at the moment.");
    }

    @Override
    public String engine() {
        return own.map(DeviceCatalog::engine)
                .or(() -> workers().stream().map(Worker::engine).findFirst())
                .orElse("");
    }

    private Stream<Offer> offers() {
        return workers().stream().flatMap(worker -> worker.devices().stream());
    }
}
