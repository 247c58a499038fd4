package io.framewise.domain.inference;

import io.framewise.domain.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the environment has to run networks on (rule 8).
 *
 * @param available at least one
 */
public record Devices(List<Device> available) {

    public Devices {
        available = List.copyOf(available);
        if (available.isEmpty()) {
            throw new IllegalArgumentException("There is always a device.");
        }
    }

    /** Everything that may be asked for here, {@code auto} first. */
    public List<String> choices() {
        List<String> choices = new ArrayList<>(List.of("auto", "cpu"));
        if (firstGpu().isPresent()) {
            choices.add("gpu");
        }
        available.stream().map(Device::value).filter(v -> !v.equals("cpu")).forEach(choices::add);
        return choices;
    }

    /**
     * The device that a request means.
     *
     * @param requested {@code auto} (a GPU when there is one), {@code cpu}, {@code gpu} (the first) or
     *     {@code gpu:<index>}
     * @throws Refusal.Invalid when it is not there, naming those that are
     */
    public Device resolve(String requested, String path) {
        return switch (requested) {
            case "auto" -> firstGpu().orElse(available.get(0));
            case "gpu" -> firstGpu().orElseThrow(() -> missing(requested, path));
            default ->
                available.stream()
                        .filter(device -> device.value().equals(requested))
                        .findFirst()
                        .orElseThrow(() -> missing(requested, path));
        };
    }

    private java.util.Optional<Device> firstGpu() {
        return available.stream().filter(device -> device instanceof Device.Gpu).findFirst();
    }

    private Refusal missing(String requested, String path) {
        return new Refusal.Invalid(
                path,
                "device-not-available",
                "This environment has no device \"" + requested + "\". Available: "
                        + choices().stream().collect(Collectors.joining(", ")) + ".");
    }
}
