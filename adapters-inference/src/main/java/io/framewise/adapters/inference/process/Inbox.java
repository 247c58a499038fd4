package io.framewise.adapters.inference.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The folder in which a child finds the files that it is asked about, and no others: hard links under the name of their
 * content, or copies where the file system does not link. Beside it is a folder for temporary files of the child, for where
 * it has no private one: a child that is killed cannot clear up.
 */
public final class Inbox implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Inbox.class);

    private final Path folder;

    private Inbox(Path folder) {
        this.folder = folder;
    }

    /** @param parent best on the file system of the files; is made when it is not there */
    static Inbox in(Path parent) throws IOException {
        Path folder = parent.toAbsolutePath().resolve(UUID.randomUUID().toString());
        Inbox inbox = new Inbox(folder);
        Files.createDirectories(folder);
        Files.createDirectories(inbox.scratch());
        return inbox;
    }

    public Path folder() {
        return folder;
    }

    /** For temporary files of the child. */
    Path scratch() {
        return folder.resolveSibling(folder.getFileName() + "-tmp");
    }

    /** Where the child's {@link ThreadNotes} are. */
    Path notes() {
        return folder.resolveSibling(folder.getFileName() + "-notes");
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
        for (Path each : List.of(folder, scratch(), notes())) {
            try {
                remove(each);
            } catch (IOException | UncheckedIOException e) {
                LOG.debugf("%s stays until the node starts again: %s", each, e.getMessage());
            }
        }
    }
}
