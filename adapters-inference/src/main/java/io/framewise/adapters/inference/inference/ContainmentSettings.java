package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.MediaSettings;
import io.framewise.adapters.inference.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How inference processes are contained.
 *
 * @param unsandboxedPrograms whether networks that are programs are run without a sandbox
 * @param memoryBytes most writable memory of a process; 0 for no limit
 * @param heapMegabytes most memory of a process's JVM
 * @param media how media are read
 * @param inference what the processes are told; its folders are set here
 */
public record ContainmentSettings(
        boolean unsandboxedPrograms,
        long memoryBytes,
        int heapMegabytes,
        MediaSettings media,
        InferenceSettings inference) {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(30);

    /** The largest of the usual networks, VGG-19, in both forms and with the graph that they are made of. */
    private static final long LEAST_CHECK_BYTES = 4L << 30;

    Path engineFolder() {
        return inference.engineFolder().toAbsolutePath().normalize();
    }

    InferenceSettings inference(Path inbox) {
        return new InferenceSettings(
                inference.batchSize(),
                inference.predictors(),
                inference.warmNetworks(),
                inference.preference(),
                inference.batchDeadline(),
                inference.loadDeadline(),
                inference.limits(),
                engineFolder(),
                inbox);
    }

    /**
     * A process watches its own work and says that it lives; its silence means that it does not. One that is not to be believed
     * may say so without end: a batch is waited for no longer than loading, decoding and running it may take.
     */
    ChildProcess.Patience patience() {
        Duration batches = inference.batchDeadline().multipliedBy(2);
        return new ChildProcess.Patience(
                SILENCE,
                inference.loadDeadline().plus(batches),
                batches.compareTo(LONGEST_GRACE) < 0 ? batches : LONGEST_GRACE);
    }

    /** For the check of an upload, which reads a file, loads the network and tries it before it answers. */
    ChildProcess.Patience checkPatience() {
        ChildProcess.Patience standard = patience();
        return new ChildProcess.Patience(
                standard.silence(), standard.deadline().plus(inference.loadDeadline()), standard.grace());
    }

    /** A check runs beside the processes of the devices, so it gets less. */
    long checkMemoryBytes() {
        return Math.min(memoryBytes, Math.max(memoryBytes / 3, LEAST_CHECK_BYTES));
    }

    /** What holds when nothing is configured. */
    static ContainmentSettings standard(Path folder, MediaSettings media) {
        return new ContainmentSettings(
                false,
                0,
                1024,
                media,
                new InferenceSettings(
                        8,
                        Runtime.getRuntime().availableProcessors(),
                        4,
                        NetworkLoader.Preference.AUTO,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        media.limits(),
                        folder.resolve("engine"),
                        folder));
    }
}
