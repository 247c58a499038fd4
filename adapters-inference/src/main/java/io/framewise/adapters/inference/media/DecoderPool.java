package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.DecoderProcess;
import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.adapters.inference.process.Containment;
import io.framewise.adapters.inference.process.DiedException;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.domain.Refusal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The decoding processes of this node. They are started when needed, kept warm, watched, and replaced when they fail.
 */
@Singleton
public class DecoderPool implements AutoCloseable {

    static final String NOUN = "decoding process";

    private static final long WATCH_MILLIS = 100;

    private static final List<String> JVM = List.of("-Xmx384m", "-Xms16m", "-XX:TieredStopAtLevel=1");

    private final MediaSettings settings;
    private final Containment containment;
    private final Semaphore all;
    private final Semaphore bulk;
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> alive = ConcurrentHashMap.newKeySet();
    private final Thread watchdog;
    private boolean closed;

    @Inject
    public DecoderPool(MediaSettings settings, Containment containment) {
        this.settings = settings;
        this.containment = containment;
        this.all = new Semaphore(settings.processes(), true);
        this.bulk = new Semaphore(settings.processes() - 1, true);
        this.watchdog = new Thread(this::watch, "decoder-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private Worker start() {
        FfmpegLibraries.unpack(settings, containment);
        return containment.start(inbox -> command(settings), NOUN, settings.patience());
    }

    static ChildCommand command(MediaSettings settings) {
        List<String> jvm = new ArrayList<>(JVM);
        jvm.addAll(FfmpegLibraries.options(settings.nativeFolder()));
        return new ChildCommand(
                DecoderProcess.class,
                jvm,
                FfmpegLibraries.places(),
                Map.of(),
                List.of(settings.nativeFolder()),
                settings.memoryBytes());
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                alive.forEach(worker -> worker.process().watch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    MediaSettings settings() {
        return settings;
    }

    /** The processes that are alive. */
    Set<Long> pids() {
        return alive.stream().map(worker -> worker.process().pid()).collect(Collectors.toSet());
    }

    /** Runs a request that somebody is waiting for. */
    <T> T withProcess(@Nullable Object video, Function<Worker, T> request) {
        acquire(all);
        try {
            Worker worker = take(video);
            try {
                return request.apply(worker);
            } catch (DiedException e) {
                throw new Refusal.Unavailable(
                        e.overdue() ? "decoder-overdue" : "decoder-died",
                        e.sentence() + "; the next request gets a new one.");
            } finally {
                release(worker);
            }
        } finally {
            all.release();
        }
    }

    /** Runs a long request; these leave one process to {@link #withProcess}. */
    <T> T withProcessForLong(@Nullable Object video, Function<Worker, T> request) {
        acquire(bulk);
        try {
            return withProcess(video, request);
        } finally {
            bulk.release();
        }
    }

    private void acquire(Semaphore permits) {
        try {
            if (permits.tryAcquire(settings.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal.Unavailable("decoders-busy", "All decoding processes are busy; try again later.");
    }

    /** An idle process, if possible the one that has the video open. */
    private synchronized Worker take(@Nullable Object video) {
        if (closed) {
            throw new Refusal.Unavailable("decoders-closed", "The decoding processes have been shut down.");
        }
        Worker any = null;
        for (Iterator<Worker> each = idle.iterator(); each.hasNext(); ) {
            Worker worker = each.next();
            if (!worker.process().isUsable()) {
                each.remove();
                end(worker);
            } else if (any == null
                    || video != null && video.equals(worker.process().openVideo())) {
                any = worker;
            }
        }
        if (any != null) {
            idle.remove(any);
            return any;
        }
        Worker worker = start();
        alive.add(worker);
        return worker;
    }

    private synchronized void release(Worker worker) {
        if (closed || !worker.process().isUsable() || idle.size() >= settings.idleProcesses()) {
            end(worker);
        } else {
            idle.addLast(worker);
        }
    }

    private void end(Worker worker) {
        alive.remove(worker);
        worker.close();
    }

    @Override
    @PreDestroy
    public void close() {
        synchronized (this) {
            closed = true;
            idle.clear();
        }
        watchdog.interrupt();
        alive.forEach(Worker::close);
    }
}
