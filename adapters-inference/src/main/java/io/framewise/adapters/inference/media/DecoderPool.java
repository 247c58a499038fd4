package io.framewise.adapters.inference.media;

import io.framewise.domain.Refusal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
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

    private final MediaSettings settings;
    private final Semaphore all;
    private final Semaphore bulk;
    private final Deque<DecoderConnection> idle = new ArrayDeque<>();
    private final Set<DecoderConnection> alive = ConcurrentHashMap.newKeySet();
    private final Thread watchdog;
    private boolean closed;

    @Inject
    public DecoderPool(MediaSettings settings) {
        this.settings = settings;
        this.all = new Semaphore(settings.processes(), true);
        this.bulk = new Semaphore(settings.processes() - 1, true);
        this.watchdog = new Thread(this::watch, "decoder-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                alive.forEach(DecoderConnection::watch);
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
        return alive.stream().map(DecoderConnection::pid).collect(Collectors.toSet());
    }

    /** Runs a request that somebody is waiting for. */
    <T> T withProcess(@Nullable Object video, Function<DecoderConnection, T> request) {
        acquire(all);
        try {
            DecoderConnection connection = take(video);
            try {
                return request.apply(connection);
            } finally {
                release(connection);
            }
        } finally {
            all.release();
        }
    }

    /** Runs a long request; these leave one process to {@link #withProcess}. */
    <T> T withProcessForLong(@Nullable Object video, Function<DecoderConnection, T> request) {
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
    private synchronized DecoderConnection take(@Nullable Object video) {
        if (closed) {
            throw new Refusal.Unavailable("decoders-closed", "The decoding processes have been shut down.");
        }
        DecoderConnection any = null;
        for (Iterator<DecoderConnection> each = idle.iterator(); each.hasNext(); ) {
            DecoderConnection connection = each.next();
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
        DecoderConnection connection = DecoderConnection.start(settings);
        alive.add(connection);
        return connection;
    }

    private synchronized void release(DecoderConnection connection) {
        if (closed || !connection.isUsable() || idle.size() >= settings.idleProcesses()) {
            end(connection);
        } else {
            idle.addLast(connection);
        }
    }

    private void end(DecoderConnection connection) {
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
        alive.forEach(DecoderConnection::close);
    }
}
