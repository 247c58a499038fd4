package io.framewise.app;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program as people get it, in a JVM of its own, on a free port and a data folder of the test: to be killed, and
 * started again on the same folder.
 */
final class PackagedProgram implements AutoCloseable {
    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final Path output;

    private PackagedProgram(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /** Starts {@code framewise run} and waits until it is ready. */
    static PackagedProgram runIn(Path data) throws IOException {
        return runIn(data, Map.of());
    }

    /** The same with settings, by the names of their environment variables. */
    static PackagedProgram runIn(Path data, Map<String, String> settings) throws IOException {
        var program = start(data, settings, "run");
        try {
            program.awaitReadiness();
            return program;
        } catch (IOException | RuntimeException | AssertionError e) {
            program.close();
            throw e;
        }
    }

    /** Starts {@code framewise worker} and waits until it works. */
    static PackagedProgram workIn(Path data, Map<String, String> settings) throws IOException {
        var program = start(data, settings, "worker");
        var deadline = Instant.now().plus(START_TIMEOUT);
        while (!program.output().contains("Framewise works on queued runs")) {
            if (program.endsWithin(Duration.ofMillis(100)) || Instant.now().isAfter(deadline)) {
                var output = program.output();
                program.close();
                throw new AssertionError("The worker does not work:\n" + output);
            }
        }
        return program;
    }

    /** Starts any command and waits for nothing. */
    static PackagedProgram start(Path data, Map<String, String> settings, String... arguments) throws IOException {
        var port = freePort();
        var output = Files.createTempFile("framewise", ".log");
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        // It lives for seconds: to start fast is worth more than to get fast.
        var builder = new ProcessBuilder(java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("FRAMEWISE_") || name.startsWith("QUARKUS_"));
        builder.environment().put("FRAMEWISE_DATA", data.toString());
        builder.environment().put("FRAMEWISE_PORT", Integer.toString(port));
        builder.environment().putAll(settings);
        return new PackagedProgram(builder.start(), port, output);
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(url(path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** What it wrote so far, on both streams. */
    String output() throws IOException {
        return Files.readString(output);
    }

    int awaitExit() {
        if (!endsWithin(START_TIMEOUT)) {
            throw new AssertionError("The program did not end.");
        }
        return process.exitValue();
    }

    /** As {@code kill -9} does it: nothing of the program's own runs any more. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** The processes that it has started, too, and theirs: as when the power goes. */
    void killAll() {
        var below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        awaitExit();
    }

    /** The processes that it has started, but not itself. */
    void killChildren() {
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    }

    /** Whether a program can be given another clock here: by libfaketime. */
    static boolean canShiftClocks() {
        return faketime().isPresent();
    }

    /** Settings that make a program's clock go ahead. */
    static Map<String, String> ahead(Duration shift) {
        return Map.of(
                "LD_PRELOAD",
                faketime().orElseThrow().toString(),
                "FAKETIME",
                "+" + shift.toSeconds() + "s",
                // Without it every wait of the JVM is wrong, most of them are busy, and a start takes minutes.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1");
    }

    private static Optional<Path> faketime() {
        return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(machine -> Path.of("/usr/lib", machine, "faketime/libfaketimeMT.so.1"))
                .filter(Files::exists)
                .findFirst();
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** As a service manager does it, with SIGTERM. */
    int stop() {
        process.destroy();
        return awaitExit();
    }

    @Override
    public void close() {
        stop();
    }

    private void awaitReadiness() throws IOException {
        var deadline = Instant.now().plus(START_TIMEOUT);
        while (!isReady()) {
            if (endsWithin(Duration.ofMillis(100))) {
                throw new AssertionError("The program ended with " + process.exitValue() + ":\n" + output());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("The program did not get ready:\n" + output());
            }
        }
    }

    private boolean isReady() {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
