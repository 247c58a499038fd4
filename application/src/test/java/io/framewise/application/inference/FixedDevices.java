package io.framewise.application.inference;

import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.Devices;
import java.util.ArrayList;
import java.util.List;

/** A processor, and as many GPUs as a test says. */
public final class FixedDevices implements DeviceCatalog {

    private final List<Device> devices = new ArrayList<>(List.of(new Device.Cpu()));

    public void gpus(int count) {
        devices.removeIf(device -> device instanceof Device.Gpu);
        for (int i = 0; i < count; i++) {
            devices.add(new Device.Gpu(i));
        }
    }

    @Override
    public Devices devices() {
        return new Devices(devices);
    }

    @Override
    public String describe(Device device) {
        return device.value();
    }

    @Override
    public String engine() {
        return "PyTorch 2.7.1";
    }
}
