package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.MediaSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of inference from the configuration. */
@Singleton
class InferenceConfiguration {

    @Produces
    @Singleton
    ContainmentSettings settings(
            MediaSettings media,
            @ConfigProperty(name = "framewise.torchscript.unsandboxed", defaultValue = "false") boolean unsandboxed,
            @ConfigProperty(name = "framewise.inference.max-memory", defaultValue = "0") long memoryBytes,
            @ConfigProperty(name = "framewise.inference.max-heap-megabytes", defaultValue = "2048") int heapMegabytes,
            @ConfigProperty(name = "framewise.inference.batch-size", defaultValue = "8") int batchSize,
            @ConfigProperty(name = "framewise.inference.predictors", defaultValue = "0") int predictors,
            @ConfigProperty(name = "framewise.inference.warm-networks", defaultValue = "4") int warmNetworks,
            @ConfigProperty(name = "framewise.inference.form", defaultValue = "auto")
                    NetworkLoader.Preference preference,
            @ConfigProperty(name = "framewise.inference.batch-deadline", defaultValue = "PT60S") Duration batchDeadline,
            @ConfigProperty(name = "framewise.inference.load-deadline", defaultValue = "PT5M") Duration loadDeadline,
            @ConfigProperty(name = "framewise.inference.cache-dir", defaultValue = "${framewise.data:data}/engine")
                    Path engineFolder) {
        return new ContainmentSettings(
                unsandboxed,
                memoryBytes > 0 ? memoryBytes : mostOfTheMachine(),
                heapMegabytes,
                media,
                new InferenceSettings(
                        Math.max(1, batchSize),
                        predictors > 0 ? predictors : Runtime.getRuntime().availableProcessors(),
                        warmNetworks,
                        preference,
                        batchDeadline,
                        loadDeadline,
                        media.limits(),
                        engineFolder,
                        engineFolder));
    }

    /** Three quarters of its memory: a runaway network meets this limit before the machine meets its own. */
    private static long mostOfTheMachine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() / 4 * 3
                : 0;
    }
}
