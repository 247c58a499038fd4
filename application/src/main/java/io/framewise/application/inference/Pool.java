package io.framewise.application.inference;

import io.framewise.domain.inference.Device;

/** Kinds of devices; each has a queue of its own, and a worker looks into those of the devices that it has. */
public enum Pool {
    CPU,
    GPU;

    public static Pool of(Device device) {
        return device instanceof Device.Cpu ? CPU : GPU;
    }
}
