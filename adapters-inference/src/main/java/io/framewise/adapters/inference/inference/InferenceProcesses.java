package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.FfmpegLibraries;
import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Containment;
import io.framewise.adapters.inference.process.DiedException;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The inference processes of this node: one for each device, kept warm, and one for the check of an upload, which ends with
 * it; uploads wait for each other. They are watched, and started anew when they are needed again.
 */
@Singleton
public class InferenceProcesses {

    private static final String NOUN = "inference process";
    private static final long WATCH_MILLIS = 100;

    private final ContainmentSettings settings;
    private final Containment containment;
    private final Map<Device, Slot> slots = new HashMap<>();
    private final Set<ChildProcess> alive = ConcurrentHashMap.newKeySet();
    private final Semaphore checks = new Semaphore(1, true);
    private boolean unpacked;
    private volatile boolean closed;

    /** Work for a process. */
    interface Work<T> {
        T with(Worker worker) throws IOException;
    }

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock(true);
        volatile @Nullable Worker worker;
    }

    @Inject
    public InferenceProcesses(ContainmentSettings settings, Containment containment) {
        this.settings = settings;
        this.containment = containment;
        Thread watchdog = new Thread(this::watch, "inference-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** Whether a network that is a program may be run here. */
    boolean mayRunPrograms() {
        return containment.isSandboxed() || settings.unsandboxedPrograms();
    }

    /** The processes that are alive. */
    List<Long> pids() {
        return alive.stream().map(ChildProcess::pid).toList();
    }

    /**
     * Lets the process of a device work, one piece of work after the other.
     *
     * @throws DiedException when it ended
     * @throws Refusal.Unavailable when it cannot be started
     */
    <T> T onDevice(Device device, Work<T> work) {
        Slot slot = slot(device);
        slot.lock.lock();
        try {
            Worker worker = slot.worker;
            if (worker == null || !worker.process().isUsable()) {
                end(worker);
                worker = start(Optional.of(device));
                slot.worker = worker;
            }
            return work.with(worker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            endUnusable(slot);
            slot.lock.unlock();
        }
    }

    private void endUnusable(Slot slot) {
        Worker worker = slot.worker;
        if (worker != null && !worker.process().isUsable()) {
            end(worker);
            slot.worker = null;
        }
    }

    private synchronized Slot slot(Device device) {
        return slots.computeIfAbsent(device, d -> new Slot());
    }

    /**
     * Lets a process of its own work, which ends afterwards, when no other such process does.
     *
     * @throws Refusal.Unavailable when others take too long, or it cannot be started
     */
    <T> T once(Work<T> work) {
        awaitTurn();
        try {
            Worker worker = start(Optional.empty());
            try {
                return work.with(worker);
            } finally {
                end(worker);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            checks.release();
        }
    }

    private void awaitTurn() {
        try {
            if (checks.tryAcquire(settings.checkPatience().deadline().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal.Unavailable("checks-busy", "Other uploads are still being checked; try again later.");
    }

    private Worker start(Optional<Device> device) {
        if (closed) {
            throw stopping();
        }
        unpackOnce();
        Worker worker = containment.start(
                inbox -> command(inbox, device),
                NOUN,
                device.isPresent() ? settings.patience() : settings.checkPatience());
        alive.add(worker.process());
        return worker;
    }

    /** Unpacks the engines' libraries by a trusted process; the others cannot write there. */
    private synchronized void unpackOnce() {
        if (unpacked) {
            return;
        }
        FfmpegLibraries.unpack(settings.media(), containment);
        try {
            Files.createDirectories(settings.engineFolder());
        } catch (IOException e) {
            throw new Refusal.Unavailable(
                    "engine-unavailable", "The engines cannot be unpacked: " + e.getMessage() + ".");
        }
        try (Worker worker =
                containment.startTrusted(inbox -> command(inbox, Optional.empty()), NOUN, settings.patience())) {
            worker.process().send(Wire.UNPACK, body -> {});
            worker.process().read((kind, body) -> {
                if (kind == Wire.REFUSED) {
                    throw new Refusal.Unavailable(Wire.text(body), Wire.text(body));
                }
                return kind;
            });
            unpacked = true;
        } catch (DiedException e) {
            throw new Refusal.Unavailable("engine-unavailable", e.sentence() + " while it unpacked its libraries.");
        }
    }

    private ChildCommand command(Path inbox, Optional<Device> device) {
        List<String> jvm = new ArrayList<>(List.of("-Xmx" + settings.heapMegabytes() + "m", "-Xms32m"));
        jvm.add("-XX:MaxDirectMemorySize=4g");
        jvm.addAll(FfmpegLibraries.options(settings.media().nativeFolder()));
        jvm.addAll(settings.inference(inbox).properties());
        Map<String, String> environment = new HashMap<>(Map.of("OMP_NUM_THREADS", "1"));
        // A process sees its own GPU, as its first; that of the processor sees none. Who asks for devices sees all.
        device.ifPresent(own -> environment.put(
                "CUDA_VISIBLE_DEVICES", own instanceof Device.Gpu gpu ? Integer.toString(gpu.index()) : ""));
        return new ChildCommand(
                NetworkProcess.class,
                jvm,
                EngineLibraries.places(),
                environment,
                List.of(settings.media().nativeFolder(), settings.engineFolder()),
                device.isPresent() ? settings.memoryBytes() : settings.checkMemoryBytes());
    }

    private void watch() {
        try {
            while (!closed) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                alive.removeIf(process -> !process.isAlive());
                alive.forEach(ChildProcess::watch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(@Nullable Worker worker) {
        if (worker != null) {
            worker.close();
            alive.remove(worker.process());
        }
    }

    static Refusal.Unavailable stopping() {
        return new Refusal.Unavailable(
                "inference-stopped", "This node is shutting down and classifies no more frames.");
    }

    /** Whoever waits for an answer is told that the node is stopping. */
    @PreDestroy
    void close() {
        closed = true;
        List<Slot> all;
        synchronized (this) {
            all = List.copyOf(slots.values());
        }
        alive.forEach(ChildProcess::close);
        for (Slot slot : all) {
            end(slot.worker);
        }
    }

    boolean isClosed() {
        return closed;
    }
}
