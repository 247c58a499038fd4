package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How inference processes are contained.
 *
 * @param sandbox whether there has to be one
 * @param unsandboxedPrograms whether networks that are programs are run without a sandbox
 * @param memoryBytes most writable memory of a process; 0 for no limit
 * @param heapMegabytes most memory of a process's JVM
 * @param nativeFolder where FFmpeg's libraries are unpacked to
 * @param inboxes where processes find their files
 * @param inference what the processes are told; its folders are set here
 */
public record ContainmentSettings(
        Wanted sandbox,
        boolean unsandboxedPrograms,
        long memoryBytes,
        int heapMegabytes,
        Path nativeFolder,
        Path inboxes,
        InferenceSettings inference) {

    /** What an administrator wants of a sandbox. */
    public enum Wanted {
        /** One, where there is one. */
        AUTO,
        /** None of the processes starts without. */
        REQUIRED,
        OFF;

        Optional<Sandbox> find() {
            Optional<Sandbox> found = this == OFF ? Optional.empty() : Sandbox.find();
            if (this == REQUIRED && found.isEmpty()) {
                throw new IllegalStateException(
                        "framewise.sandbox is \"required\", and this machine has no usable bubblewrap (bwrap).");
            }
            return found;
        }
    }

    public ContainmentSettings {
        nativeFolder = nativeFolder.toAbsolutePath().normalize();
        inboxes = inboxes.toAbsolutePath().normalize();
    }

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

    /** A process watches its own work and says that it lives; only its silence means that it does not. */
    ChildProcess.Patience patience() {
        return new ChildProcess.Patience(Duration.ofSeconds(30), Duration.ofHours(1));
    }

    /** What holds when nothing is configured. */
    static ContainmentSettings standard(Path folder, Limits limits) {
        return new ContainmentSettings(
                Wanted.AUTO,
                false,
                0,
                1024,
                folder.resolve("native"),
                folder.resolve("inbox"),
                new InferenceSettings(
                        8,
                        Runtime.getRuntime().availableProcessors(),
                        4,
                        NetworkLoader.Preference.AUTO,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        limits,
                        folder.resolve("engine"),
                        folder));
    }
}
