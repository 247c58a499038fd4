package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore.Blob;
import io.framewise.domain.media.ContentHash;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file that is being written, and hashed on the way. It goes when it is closed, unless it was moved into its place. */
final class BlobPart implements Closeable {

    private static final int BUFFER = 1 << 18;

    private final Path path;
    private final FileChannel out;
    private final MessageDigest digest = sha256();
    private long bytes;

    /** @param path an empty file */
    BlobPart(Path path) throws IOException {
        this.path = path;
        this.out = FileChannel.open(path, StandardOpenOption.WRITE);
    }

    Path path() {
        return path;
    }

    /** What has been written so far. */
    long bytes() {
        return bytes;
    }

    void write(byte[] buffer, int length) throws IOException {
        digest.update(buffer, 0, length);
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, length);
        while (rest.hasRemaining()) {
            out.write(rest);
        }
        bytes += length;
    }

    void append(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.read(buffer);
            while (read >= 0) {
                write(buffer, read);
                read = in.read(buffer);
            }
        }
    }

    /** Makes the content durable and says what it is; nothing is written afterwards. */
    Blob finish() throws IOException {
        out.force(true);
        out.close();
        return new Blob(new ContentHash(HexFormat.of().formatHex(digest.digest())), bytes);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(path);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
