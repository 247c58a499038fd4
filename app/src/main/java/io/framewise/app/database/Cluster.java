package io.framewise.app.database;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a new cluster its roles, its database and its access rules before the server first listens, by PostgreSQL's
 * single-user mode. There is no moment at which the cluster can be entered without a password.
 */
final class Cluster {
    private static final List<String> ACCESS = List.of(
            "# Written by Framewise. TYPE DATABASE USER ADDRESS METHOD",
            "host framewise framewise 127.0.0.1/32 scram-sha-256",
            "host all       postgres  127.0.0.1/32 scram-sha-256");

    private Cluster() {}

    static void secure(Path home, Passwords passwords) {
        var accessRules = home.resolve("cluster/pg_hba.conf");
        try {
            if (!Files.readAllLines(accessRules).equals(ACCESS)) {
                // Can be repeated after a crash: what is there already is only reported by the server.
                execute(
                        home,
                        "CREATE ROLE framewise",
                        "ALTER ROLE framewise LOGIN PASSWORD '%s'".formatted(passwords.application()),
                        "ALTER ROLE postgres PASSWORD '%s'".formatted(passwords.superuser()),
                        "CREATE DATABASE framewise OWNER framewise");
                Files.write(accessRules, ACCESS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(Path home, String... statements) throws IOException {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(
                List.of(program(home), "--single", "-D", home.resolve("cluster").toString(), "postgres"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("setup.log").toFile())
                .start();
        try (var input = process.outputWriter()) {
            for (var statement : statements) {
                input.write(statement);
                input.newLine();
            }
        }
        try {
            if (process.waitFor() != 0) {
                throw new IOException("PostgreSQL's single-user mode ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String program(Path home) throws IOException {
        try (var versions = Files.newDirectoryStream(home.resolve("binaries"), "PG-*")) {
            for (var version : versions) {
                return version.resolve("bin/postgres").toString();
            }
        }
        throw new IOException("PostgreSQL's programs are not in " + home);
    }
}
