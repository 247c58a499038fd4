package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The first process of a built-in PostgreSQL, to be killed and started again at the same port. */
final class Postmaster {
    private static final int PID = 0;
    private static final int PORT = 3;

    private final Path home;
    private final long pid;
    private final String port;

    private Postmaster(Path home, long pid, String port) {
        this.home = home;
        this.pid = pid;
        this.port = port;
    }

    /** @param data folder of a running database */
    static Postmaster of(Path data) throws IOException {
        var home = data.resolve("postgres");
        List<String> lines = Files.readAllLines(home.resolve("cluster/postmaster.pid"));
        return new Postmaster(
                home, Long.parseLong(lines.get(PID).strip()), lines.get(PORT).strip());
    }

    /** As {@code kill -9} does it; its children end when they notice. */
    void kill() {
        var process = ProcessHandle.of(pid).orElseThrow();
        var children = process.children().toList();
        process.destroyForcibly();
        Installation.await(
                Duration.ofSeconds(30),
                "PostgreSQL is gone",
                () -> !process.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Recovers what was committed. Closed, it is stopped. */
    Running startAgain() throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "-U"));
        }
        Path program;
        try (var versions = Files.newDirectoryStream(home.resolve("binaries"), "PG-*")) {
            program = versions.iterator().next().resolve("bin/postgres");
        }
        command.addAll(List.of(
                program.toString(),
                "-D",
                home.resolve("cluster").toString(),
                "-p",
                port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("again.log").toFile())
                .start();
        assertThat(process.isAlive()).isTrue();
        return new Running(process);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** @param process of the postmaster */
    record Running(Process process) implements AutoCloseable {
        @Override
        public void close() {
            try {
                // A fast shutdown: SIGTERM would wait for its clients to leave.
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
                process.waitFor();
            } catch (IOException e) {
                process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
