package io.framewise.application.inference;

import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.Devices;

/** The devices that the engine reports. */
public interface DeviceCatalog {

    Devices devices();

    /** A line for people: the processor's or the GPU's name and size. */
    String describe(Device device);

    /** Name and version of the engine, such as {@code PyTorch 2.7.1}. */
    String engine();
}
