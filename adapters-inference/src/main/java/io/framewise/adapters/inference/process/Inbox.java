package io.framewise.adapters.inference.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder in which a child finds the files that it is asked about, and no others: hard links under the name of their
 * content, or copies where the file system does not link.
 */
public final class Inbox implements AutoCloseable {

    private final Path folder;

    private Inbox(Path folder) {
        this.folder = folder;
    }

    /** @param parent best on the file system of the files; is made when it is not there */
    static Inbox in(Path parent) throws IOException {
        Path folder = parent.toAbsolutePath().resolve(UUID.randomUUID().toString());
        Files.createDirectories(folder);
        return new Inbox(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Puts a file in; one that is there already stays. @return where the child finds it */
    public Path put(Path file, String name) {
        Path link = folder.resolve(name);
        if (Files.exists(link)) {
            return link;
        }
        try {
            link(file, link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return link;
    }

    private static void link(Path file, Path link) throws IOException {
        try {
            Files.createLink(link, file.toRealPath());
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, link);
        }
    }

    /** Takes everything out: what a child has open stays readable for it. */
    public void clear() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder and what is in it. */
    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            remove(folder);
        } catch (IOException e) {
            // A leftover link costs nothing; the next start of the node removes it.
        }
    }
}
