package io.framewise.app;

import io.framewise.app.database.EmbeddedDatabase;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One running Framewise: the database first, unless one is configured, then Quarkus; stopped the other way round, also
 * when the JVM is told to stop by a signal.
 */
public final class Node {
    private static final int STOP_SECONDS = 60;

    private Node() {}

    /**
     * Starts the node, lets {@code application} run in it and stops it again.
     *
     * @return the exit code
     * @throws StartFailure when the database, the port or a setting cannot be used
     */
    public static int run(Class<? extends QuarkusApplication> application, String... args) {
        var settings = Settings.read();
        System.setProperty("framewise.data", settings.data().toString());
        if (settings.externalDatabase()) {
            return runQuarkus(application, args);
        }
        var stopped = new CountDownLatch(1);
        // Quarkus stops in a hook of its own; the JVM must stay until the main thread has stopped the database after
        // it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stopped), "until-database-stopped"));
        try (var database = EmbeddedDatabase.start(settings.data())) {
            System.setProperty("framewise.database.url", database.url());
            System.setProperty("framewise.database.user", database.user());
            System.setProperty("framewise.database.password", database.password());
            return runQuarkus(application, args);
        } finally {
            stopped.countDown();
        }
    }

    /**
     * As {@link #run}, without HTTP: the node works on runs that others have queued.
     *
     * @throws StartFailure when no database is configured, or as {@link #run}
     */
    public static int work(Class<? extends QuarkusApplication> application, String... args) {
        if (!Settings.read().externalDatabase()) {
            throw new StartFailure(
                    "A worker needs the database of the server that it works for: set FRAMEWISE_DATABASE_URL.");
        }
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("framewise.worker.enabled", "true");
        return run(application, args);
    }

    /** Where this node would keep its data, as it is configured; absolute. */
    public static Path dataFolder() {
        return Settings.read().data();
    }

    /** Goes to a free port when the configured one is taken: for what shall run beside a server, not be one. */
    public static void moveFromBusyPort() {
        var settings = Settings.read();
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException busy) {
            System.setProperty("framewise.port", Integer.toString(freePort(settings.host())));
        }
    }

    private static int freePort(String host) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure("There is no port to listen on at %s: %s".formatted(host, e.getMessage()), e);
        }
    }

    private static int runQuarkus(Class<? extends QuarkusApplication> application, String... args) {
        var code = new AtomicInteger();
        var failure = new AtomicReference<@Nullable Throwable>();
        Quarkus.run(
                application,
                (exitCode, cause) -> {
                    code.set(exitCode);
                    failure.set(cause);
                },
                args);
        var cause = failure.get();
        if (cause != null) {
            throw StartFailure.becauseOf(cause);
        }
        return code.get();
    }

    private static void await(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("framewise: did not stop within %d seconds".formatted(STOP_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
