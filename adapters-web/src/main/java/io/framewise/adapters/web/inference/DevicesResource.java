package io.framewise.adapters.web.inference;

import io.framewise.application.inference.SharedDevices;
import io.framewise.application.inference.Workers;
import io.framewise.domain.inference.Devices;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/devices} */
@Path("/api/devices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inference")
public final class DevicesResource {

    @Schema(name = "Devices")
    record DevicesJson(
            List<DeviceJson> devices,

            @Schema(description = "What a run may ask for here.", examples = "[\"auto\", \"cpu\"]")
            List<String> choices,

            @Schema(examples = "PyTorch 2.7.1") String engine,

            @Schema(description = "The nodes that work on runs now.")
            List<WorkerJson> workers) {}

    @Schema(name = "Worker")
    record WorkerJson(
            UUID id,

            @Schema(description = "Process and host, for people.")
            String name,

            List<DeviceJson> devices,
            String engine,
            Instant startedAt) {

        static WorkerJson of(Workers.Worker worker) {
            return new WorkerJson(
                    worker.id(),
                    worker.name(),
                    worker.devices().stream()
                            .map(offer -> new DeviceJson(offer.device().value(), offer.description()))
                            .toList(),
                    worker.engine(),
                    worker.startedAt());
        }
    }

    @Schema(name = "Device")
    record DeviceJson(
            @Schema(examples = "cpu") String value,

            @Schema(description = "The processor, for people.")
            String description) {}

    private final SharedDevices catalog;

    public DevicesResource(SharedDevices catalog) {
        this.catalog = catalog;
    }

    @GET
    @Operation(
            operationId = "listDevices",
            summary = "The devices that networks can run on, and the nodes that have them")
    public DevicesJson list() {
        Devices devices = catalog.devices();
        return new DevicesJson(
                devices.available().stream()
                        .map(device -> new DeviceJson(device.value(), catalog.describe(device)))
                        .toList(),
                devices.choices(),
                catalog.engine(),
                catalog.workers().stream().map(WorkerJson::of).toList());
    }
}
