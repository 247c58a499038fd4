package io.framewise.app.database;

import io.framewise.app.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The server process of a Framewise that was killed: it outlives its parent and keeps the cluster. To be looked for only
 * by who holds the data folder, because then nobody else can be using it.
 */
final class OrphanPostmaster {
    private static final int STOP_SECONDS = 30;

    private OrphanPostmaster() {}

    /**
     * Stops the orphan of a cluster, if there is one, and removes a {@code postmaster.pid} that belongs to nobody: its
     * number may meanwhile be that of another program, and PostgreSQL would refuse to start.
     */
    static void stop(Path cluster) throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        var orphan = processIn(pidFile).filter(process -> serves(process, cluster));
        if (orphan.isPresent()) {
            stop(orphan.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> processIn(Path pidFile) throws IOException {
        var firstLine = Files.readAllLines(pidFile).stream().findFirst().map(String::strip);
        return firstLine
                .filter(line -> line.matches("\\d{1,10}"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)));
    }

    private static boolean serves(ProcessHandle process, Path cluster) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(cluster.toString()))
                .isPresent();
    }

    private static void stop(ProcessHandle process) throws IOException {
        // SIGINT is PostgreSQL's fast shutdown; Java itself can only send SIGTERM, which waits for the clients.
        new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new StartFailure(
                    "The PostgreSQL of an earlier run (process %d) does not stop; end it and start again."
                            .formatted(process.pid()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while starting.", e);
        }
    }
}
