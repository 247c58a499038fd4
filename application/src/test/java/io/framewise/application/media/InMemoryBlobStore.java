package io.framewise.application.media;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps blobs in memory and writes one into a folder when its file is asked for. */
public final class InMemoryBlobStore implements BlobStore {

    private final Path folder;
    private final Map<ContentHash, byte[]> blobs = new ConcurrentHashMap<>();

    /** @param folder for the files that are handed out */
    public InMemoryBlobStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public Blob put(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            ContentHash hash = hash(content);
            blobs.put(hash, content);
            return new Blob(hash, content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path file(ContentHash hash) {
        byte[] content = blobs.get(hash);
        if (content == null) {
            throw new Refusal.NotFound("blob", hash);
        }
        try {
            return Files.write(folder.resolve(hash.sha256()), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContentHash hash(byte[] content) {
        try {
            return new ContentHash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
