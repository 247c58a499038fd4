package io.framewise.app.database;

import io.framewise.app.StartFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * PostgreSQL as a child process, with its cluster in the data folder. Listens on a free loopback port, for two roles
 * with a password each (SCRAM); commits are durable.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "framewise";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final DataFolderLock lock;
    private final EmbeddedPostgres server;
    private final Passwords passwords;

    private EmbeddedDatabase(DataFolderLock lock, EmbeddedPostgres server, Passwords passwords) {
        this.lock = lock;
        this.server = server;
        this.passwords = passwords;
    }

    /**
     * Starts the database of a data folder, making both when they are not there.
     *
     * @throws StartFailure when another Framewise uses the folder, or PostgreSQL does not run here
     */
    public static EmbeddedDatabase start(Path data) {
        requireSupportedPlatform();
        try {
            Files.createDirectories(data);
            var lock = DataFolderLock.take(data);
            try {
                return start(data, lock);
            } catch (Throwable e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartFailure("The data folder %s cannot be used: %s".formatted(data, e), e);
        }
    }

    private static EmbeddedDatabase start(Path data, DataFolderLock lock) throws IOException {
        var home = data.resolve("postgres");
        if (Files.notExists(home)) {
            Files.createDirectory(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var passwords = Passwords.keptIn(home.resolve("passwords"));
        var cluster = home.resolve("cluster");
        var log = home.resolve("server.log");
        OrphanPostmaster.stop(cluster);
        try {
            var server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(home.resolve("binaries").toFile())
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setDataDirectoryCustomizer(ignored -> Cluster.secure(home, passwords))
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_TIMEOUT)
                    .setOutputRedirector(Redirect.to(log.toFile()))
                    .setConnectConfig("password", passwords.superuser())
                    .setLocaleConfig("locale", "C.UTF-8")
                    // The library is made for tests and switches durability off.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            return new EmbeddedDatabase(lock, server, passwords);
        } catch (IllegalStateException | ExceptionInInitializerError e) {
            throw new StartFailure("PostgreSQL does not start; see %s. (%s)".formatted(log, e.getMessage()), e);
        }
    }

    private static void requireSupportedPlatform() {
        var system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64") && !system.equals("Linux aarch64")) {
            throw new StartFailure(
                    "There is no built-in PostgreSQL for %s. Set FRAMEWISE_DATABASE_URL to use one of your own."
                            .formatted(system));
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), NAME);
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return passwords.application();
    }

    @Override
    public void close() {
        try (lock) {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
