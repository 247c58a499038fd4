package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Blobs as files of a folder: {@code blobs/ab/cdef…} holds the bytes with the SHA-256 {@code abcdef…}. A file appears
 * there whole and flushed, by an atomic rename from {@code blobs/incoming}, and is read-only from then on.
 */
@Singleton
final class FolderBlobStore implements BlobStore {

    private static final Logger LOG = Logger.getLogger(FolderBlobStore.class);
    private static final int BUFFER = 1 << 20;
    private static final String INCOMING = "incoming";
    private static final String READ_ONLY = "r--------";
    /** Nothing has been written to it for so long: not even another node on the same folder is still at it. */
    private static final Duration LEFTOVER = Duration.ofMinutes(10);

    private final Path folder;
    private final Path incoming;

    @Inject
    FolderBlobStore(@ConfigProperty(name = "framewise.data") Path data) {
        this(data.resolve("blobs"), Instant.now().minus(LEFTOVER));
    }

    /** @param leftoverBefore unfinished files of before are what a crash left behind, and go */
    FolderBlobStore(Path folder, Instant leftoverBefore) {
        this.folder = folder.toAbsolutePath().normalize();
        this.incoming = this.folder.resolve(INCOMING);
        try {
            Files.createDirectories(incoming);
            removeLeftovers(leftoverBefore);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + this.folder + " cannot be used.", e);
        }
    }

    @Override
    public Blob put(Path file) {
        try {
            Path copy = Files.createTempFile(incoming, "", "");
            try {
                return keep(copy, hashAndCopy(file, copy));
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            LOG.errorf("A file cannot be stored in %s: %s", folder, e);
            throw new Refusal.Unavailable(
                    "storage-unavailable",
                    "The file cannot be stored; there may be no space left. Nothing was changed.");
        }
    }

    @Override
    public Path file(ContentHash hash) {
        Path file = place(hash);
        if (!Files.isRegularFile(file)) {
            throw new Refusal.NotFound("blob", hash);
        }
        return file;
    }

    private static ContentHash hashAndCopy(Path file, Path copy) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            while (in.read(buffer) >= 0) {
                buffer.flip();
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
        }
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    private Blob keep(Path copy, ContentHash hash) throws IOException {
        Blob blob = new Blob(hash, Files.size(copy));
        Path place = place(hash);
        Path parent = folder.resolve(hash.sha256().substring(0, 2));
        if (!Files.isRegularFile(place) || Files.size(place) != blob.bytes()) {
            Files.createDirectories(parent);
            if (Files.getFileStore(copy).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(READ_ONLY));
            }
            // When two come with the same bytes at once, the second replaces them by the same bytes.
            Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
        }
        flush(parent);
        flush(folder);
        return blob;
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
