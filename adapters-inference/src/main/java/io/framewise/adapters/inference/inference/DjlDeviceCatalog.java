package io.framewise.adapters.inference.inference;

import ai.djl.engine.Engine;
import io.framewise.application.inference.DeviceCatalog;
import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.Devices;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processor, and the GPUs that PyTorch sees. */
@Singleton
public class DjlDeviceCatalog implements DeviceCatalog {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private final TorchEngine engine;

    @Inject
    public DjlDeviceCatalog(TorchEngine engine) {
        this.engine = engine;
    }

    @Override
    public Devices devices() {
        List<Device> devices = new ArrayList<>(List.of(new Device.Cpu()));
        int gpus = engine.started().getGpuCount();
        for (int index = 0; index < gpus; index++) {
            devices.add(new Device.Gpu(index));
        }
        return new Devices(devices);
    }

    @Override
    public String describe(Device device) {
        if (device instanceof Device.Gpu gpu) {
            MemoryUsage memory = ai.djl.util.cuda.CudaUtils.getGpuMemory(engine.device(device));
            return "GPU " + gpu.index() + ", " + Math.round(memory.getMax() / (double) (1 << 30)) + " GB";
        }
        int cores = Runtime.getRuntime().availableProcessors();
        return processor() + ", " + (cores == 1 ? "1 core" : cores + " cores");
    }

    @Override
    public String engine() {
        Engine started = engine.started();
        return started.getEngineName() + " " + started.getVersion();
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
