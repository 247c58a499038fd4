package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore.Blob;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Files that are named by what is in them: {@code ab/cdef…} holds the bytes with the SHA-256 {@code abcdef…}. A file
 * appears there whole and flushed, by an atomic rename from {@code incoming}, and is read-only from then on.
 */
final class BlobFolder {

    private static final Logger LOG = Logger.getLogger(BlobFolder.class);
    private static final String INCOMING = "incoming";
    private static final String READ_ONLY = "r--------";
    /** Nothing has been written to it for so long: not even another node on the same folder is still at it. */
    private static final Duration LEFTOVER = Duration.ofMinutes(10);

    private final Path folder;
    private final Path incoming;

    BlobFolder(Path folder) {
        this(folder, Instant.now().minus(LEFTOVER));
    }

    /** @param leftoverBefore unfinished files of before are what a crash left behind, and go */
    BlobFolder(Path folder, Instant leftoverBefore) {
        this.folder = folder.toAbsolutePath().normalize();
        this.incoming = this.folder.resolve(INCOMING);
        try {
            Files.createDirectories(incoming);
            removeLeftovers(leftoverBefore);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + this.folder + " cannot be used.", e);
        }
    }

    /** A new file, which nobody finds yet. */
    BlobPart part() throws IOException {
        Files.createDirectories(incoming);
        return new BlobPart(Files.createTempFile(incoming, "", ""));
    }

    /** Moves a finished part into its place, unless the same bytes are there. @return the place */
    Path keep(BlobPart part, Blob blob) throws IOException {
        Path place = place(blob.hash());
        Path parent = folder.resolve(blob.hash().sha256().substring(0, 2));
        if (!Files.isRegularFile(place) || Files.size(place) != blob.bytes()) {
            Files.createDirectories(parent);
            if (Files.getFileStore(part.path()).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(part.path(), PosixFilePermissions.fromString(READ_ONLY));
            }
            // When two come with the same bytes at once, the second replaces them by the same bytes.
            Files.move(part.path(), place, StandardCopyOption.ATOMIC_MOVE);
        }
        flush(parent);
        flush(folder);
        return place;
    }

    Optional<Path> find(ContentHash hash) {
        return Optional.of(place(hash)).filter(Files::isRegularFile);
    }

    /** All files that were kept, in no order. */
    List<Path> files() throws IOException {
        try (Stream<Path> files =
                Files.find(folder, 2, (path, attributes) -> attributes.isRegularFile() && !path.startsWith(incoming))) {
            return files.toList();
        }
    }

    /** What to say when the disk fails; the log tells why. */
    Refusal.Unavailable refusal(IOException failure) {
        LOG.errorf("A file cannot be stored in %s: %s", folder, failure);
        return new Refusal.Unavailable(
                "storage-unavailable", "The file cannot be stored; there may be no space left. Nothing was changed.");
    }

    private Path place(ContentHash hash) {
        String name = hash.sha256();
        return folder.resolve(name.substring(0, 2)).resolve(name.substring(2));
    }

    private void removeLeftovers(Instant before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(FileTime.from(before)) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Makes the names inside a folder durable. */
    private static void flush(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
