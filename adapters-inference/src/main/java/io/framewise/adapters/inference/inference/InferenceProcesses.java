package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.FfmpegLibraries;
import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Inbox;
import io.framewise.adapters.inference.process.Sandbox;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The inference processes of this node: one for each device, kept warm, and one for each check of an upload, which ends
 * with it. They are watched, and started anew when they are needed again.
 */
@Singleton
public class InferenceProcesses {

    private static final Logger LOG = Logger.getLogger(InferenceProcesses.class);
    private static final String NOUN = "inference process";
    private static final long WATCH_MILLIS = 100;

    private final ContainmentSettings settings;
    private final Optional<Sandbox> sandbox;
    private final Map<Device, Slot> slots = new HashMap<>();
    private final Set<ChildProcess> alive = ConcurrentHashMap.newKeySet();
    private boolean unpacked;
    private volatile boolean closed;

    /** Work for a process. */
    interface Work<T> {
        T with(Member member) throws IOException;
    }

    /** A process and the folder in which it finds its files. */
    record Member(ChildProcess process, Inbox inbox) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock(true);
        volatile @Nullable Member member;
    }

    @Inject
    public InferenceProcesses(ContainmentSettings settings) {
        this.settings = settings;
        this.sandbox = settings.sandbox().find();
        LOG.info(
                sandbox.isPresent()
                        ? "Files of strangers are read inside of bubblewrap."
                        : "Files of strangers are read in processes of their own, without a sandbox: there is no usable"
                                + " bubblewrap (bwrap).");
        Thread watchdog = new Thread(this::watch, "inference-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** Whether a network that is a program may be run here. */
    boolean mayRunPrograms() {
        return sandbox.isPresent() || settings.unsandboxedPrograms();
    }

    /** The processes that are alive. */
    List<Long> pids() {
        return alive.stream().map(ChildProcess::pid).toList();
    }

    /**
     * Lets the process of a device work, one piece of work after the other.
     *
     * @throws ChildProcess.DiedException when it ended
     * @throws Refusal.Unavailable when it cannot be started
     */
    <T> T onDevice(Device device, Work<T> work) {
        Slot slot = slot(device);
        slot.lock.lock();
        try {
            Member member = slot.member;
            if (member == null || !member.process().isUsable()) {
                end(member);
                member = start(Optional.of(device));
                slot.member = member;
            }
            return work.with(member);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            slot.lock.unlock();
        }
    }

    private synchronized Slot slot(Device device) {
        return slots.computeIfAbsent(device, d -> new Slot());
    }

    /** Lets a process of its own work, which ends afterwards. */
    <T> T once(Work<T> work) {
        Member member = start(Optional.empty());
        try {
            return work.with(member);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end(member);
        }
    }

    private Member start(Optional<Device> device) {
        if (closed) {
            throw stopping();
        }
        try {
            unpackOnce();
            Inbox inbox = Inbox.in(settings.inboxes());
            ChildProcess process = ChildProcess.start(command(inbox, device, false), NOUN, settings.patience());
            alive.add(process);
            return new Member(process, inbox);
        } catch (IOException e) {
            throw new Refusal.Unavailable(
                    "process-not-started", "The inference process cannot be started: " + e.getMessage() + ".");
        }
    }

    /** Unpacks the engines' libraries in a process that sees no file of strangers; the others cannot write there. */
    private synchronized void unpackOnce() throws IOException {
        if (unpacked) {
            return;
        }
        Files.createDirectories(settings.engineFolder());
        Files.createDirectories(settings.nativeFolder());
        Inbox inbox = Inbox.in(settings.inboxes());
        try (ChildProcess process =
                ChildProcess.start(command(inbox, Optional.empty(), true), NOUN, settings.patience())) {
            DeviceAnswer.ask(process);
            unpacked = true;
        } catch (ChildProcess.DiedException e) {
            throw new Refusal.Unavailable("engine-unavailable", e.sentence() + " while it unpacked its libraries.");
        } finally {
            inbox.close();
        }
    }

    private ChildCommand command(Inbox inbox, Optional<Device> device, boolean unpacking) {
        List<String> jvm = new ArrayList<>(List.of("-Xmx" + settings.heapMegabytes() + "m", "-Xms32m"));
        jvm.add("-XX:MaxDirectMemorySize=4g");
        jvm.addAll(FfmpegLibraries.options(settings.nativeFolder()));
        jvm.addAll(settings.inference(inbox.folder()).properties());
        Map<String, String> environment = new HashMap<>(Map.of("OMP_NUM_THREADS", "1"));
        device.filter(Device.Gpu.class::isInstance)
                .map(Device.Gpu.class::cast)
                .ifPresent(gpu -> environment.put("CUDA_VISIBLE_DEVICES", Integer.toString(gpu.index())));
        List<Path> readable = new ArrayList<>(List.of(inbox.folder()));
        readable.add(settings.nativeFolder());
        if (!unpacking) {
            readable.add(settings.engineFolder());
        }
        return new ChildCommand(
                NetworkProcess.class,
                jvm,
                EngineLibraries.places(),
                environment,
                readable,
                unpacking ? Optional.of(settings.engineFolder()) : Optional.empty(),
                settings.memoryBytes(),
                unpacking ? Optional.empty() : sandbox);
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

    private void end(@Nullable Member member) {
        if (member != null) {
            member.process().close();
            member.inbox().close();
            alive.remove(member.process());
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
            end(slot.member);
        }
    }

    boolean isClosed() {
        return closed;
    }
}
