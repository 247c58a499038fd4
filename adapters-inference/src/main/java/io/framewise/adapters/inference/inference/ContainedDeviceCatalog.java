package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.DiedException;
import io.framewise.application.inference.DeviceCatalog;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.Devices;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processor, and the GPUs that PyTorch sees in its process. They are asked for once. */
@Singleton
public class ContainedDeviceCatalog implements DeviceCatalog {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private final InferenceProcesses processes;
    private @Nullable DeviceAnswer known;

    @Inject
    public ContainedDeviceCatalog(InferenceProcesses processes) {
        this.processes = processes;
    }

    private synchronized DeviceAnswer known() {
        DeviceAnswer answer = known;
        if (answer == null) {
            try {
                answer = processes.once(worker -> DeviceAnswer.ask(worker.process()));
            } catch (DiedException e) {
                throw new Refusal.Unavailable("engine-unavailable", e.sentence() + " while it looked for devices.");
            }
            known = answer;
        }
        return answer;
    }

    @Override
    public Devices devices() {
        List<Device> devices = new ArrayList<>(List.of(new Device.Cpu()));
        for (int index = 0; index < known().gpus().size(); index++) {
            devices.add(new Device.Gpu(index));
        }
        return new Devices(devices);
    }

    @Override
    public String describe(Device device) {
        if (device instanceof Device.Gpu gpu) {
            return known().gpus().get(gpu.index());
        }
        int cores = Runtime.getRuntime().availableProcessors();
        return processor() + ", " + (cores == 1 ? "1 core" : cores + " cores");
    }

    @Override
    public String engine() {
        return known().engine() + " " + known().engineVersion();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | UncheckedIOException e) {
            return System.getProperty("os.arch");
        }
    }
}
