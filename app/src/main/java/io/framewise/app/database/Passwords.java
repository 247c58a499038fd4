package io.framewise.app.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The passwords of the built-in database, made once and kept in a file that only the user who runs the program can
 * read.
 *
 * @param superuser of the role {@code postgres}, used to see whether the server is up, and for rescue
 * @param application of the role that owns the application's database
 */
record Passwords(String superuser, String application) {
    static Passwords keptIn(Path file) throws IOException {
        if (Files.notExists(file)) {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, ownerOnly);
            Files.write(draft, List.of(random(), random()));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        var lines = Files.readAllLines(file);
        return new Passwords(lines.get(0), lines.get(1));
    }

    private static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Passwords[kept]";
    }
}
