package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.DecoderProcess;
import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.domain.Refusal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final long WATCH_MILLIS = 100;

    private static final List<String> JVM = List.of("-Xmx384m", "-Xms16m", "-XX:TieredStopAtLevel=1");

    private final MediaSettings settings;
    private final ChildCommand command;
    private final Semaphore all;
    private final Semaphore bulk;
    private final Deque<ChildProcess> idle = new ArrayDeque<>();
    private final Set<ChildProcess> alive = ConcurrentHashMap.newKeySet();
    private final Thread watchdog;
    private boolean closed;

    @Inject
    public DecoderPool(MediaSettings settings) {
        this.settings = settings;
        this.command = command(settings);
        this.all = new Semaphore(settings.processes(), true);
        this.bulk = new Semaphore(settings.processes() - 1, true);
        this.watchdog = new Thread(this::watch, "decoder-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static ChildCommand command(MediaSettings settings) {
        Path natives = settings.nativeFolder().toAbsolutePath();
        try {
            Files.createDirectories(natives);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> jvm = new ArrayList<>(JVM);
        jvm.addAll(FfmpegLibraries.options(natives));
        return new ChildCommand(
                DecoderProcess.class,
                jvm,
                FfmpegLibraries.places(),
                Map.of(),
                List.of(),
                Optional.of(natives),
                settings.memoryBytes(),
                Optional.empty());
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                alive.forEach(ChildProcess::watch);
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
        return alive.stream().map(ChildProcess::pid).collect(Collectors.toSet());
    }

    /** Runs a request that somebody is waiting for. */
    <T> T withProcess(@Nullable Object video, Function<ChildProcess, T> request) {
        acquire(all);
        try {
            ChildProcess connection = take(video);
            try {
                return request.apply(connection);
            } catch (ChildProcess.DiedException e) {
                throw new Refusal.Unavailable(
                        e.overdue() ? "decoder-overdue" : "decoder-died",
                        e.sentence() + "; the next request gets a new one.");
            } finally {
                release(connection);
            }
        } finally {
            all.release();
        }
    }

    /** Runs a long request; these leave one process to {@link #withProcess}. */
    <T> T withProcessForLong(@Nullable Object video, Function<ChildProcess, T> request) {
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
    private synchronized ChildProcess take(@Nullable Object video) {
        if (closed) {
            throw new Refusal.Unavailable("decoders-closed", "The decoding processes have been shut down.");
        }
        ChildProcess any = null;
        for (Iterator<ChildProcess> each = idle.iterator(); each.hasNext(); ) {
            ChildProcess connection = each.next();
            if (!connection.isUsable()) {
                each.remove();
                end(connection);
            } else if (any == null || video != null && video.equals(connection.openVideo())) {
                any = connection;
            }
        }
        if (any != null) {
            idle.remove(any);
            return any;
        }
        ChildProcess connection = ChildProcess.start(command, "decoding process", settings.patience());
        alive.add(connection);
        return connection;
    }

    private synchronized void release(ChildProcess connection) {
        if (closed || !connection.isUsable() || idle.size() >= settings.idleProcesses()) {
            end(connection);
        } else {
            idle.addLast(connection);
        }
    }

    private void end(ChildProcess connection) {
        alive.remove(connection);
        connection.close();
    }

    @Override
    @PreDestroy
    public void close() {
        synchronized (this) {
            closed = true;
            idle.clear();
        }
        watchdog.interrupt();
        alive.forEach(ChildProcess::close);
    }
}
