package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Blobs as objects of a bucket that many nodes share. What this node stored or read lately is also in its own {@link
 * BlobCache}, for whoever reads a blob needs a file. What comes from the bucket is believed only when its SHA-256 is its
 * name.
 */
final class S3BlobStore implements BlobStore, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(S3BlobStore.class);

    private final S3Bucket bucket;
    private final BlobCache cache;
    private final Fetches fetches = new Fetches();

    S3BlobStore(S3Bucket bucket, BlobCache cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    /** Sends a copy of its own: what was hashed and what is stored cannot differ. */
    @Override
    public Blob put(Path file) {
        try (BlobPart part = cache.part()) {
            part.append(file);
            Blob blob = part.finish();
            if (!bucket.holds(blob)) {
                bucket.upload(blob, part.path());
            }
            cache.keep(part, blob);
            return blob;
        } catch (IOException e) {
            throw cache.refusal(e);
        }
    }

    @Override
    public Path file(ContentHash hash) {
        return cache.find(hash)
                .orElseGet(() -> fetches.once(hash, () -> cache.find(hash).orElseGet(() -> fetch(hash))));
    }

    /** @throws Refusal.Unavailable when the bucket cannot be used */
    void check() {
        bucket.check();
    }

    @Override
    public void close() {
        bucket.close();
    }

    private Path fetch(ContentHash hash) {
        try (BlobPart part = cache.part()) {
            bucket.download(hash, part);
            Blob blob = part.finish();
            if (!blob.hash().equals(hash)) {
                LOG.errorf("%s holds %d bytes with the SHA-256 %s", bucket.address(hash), blob.bytes(), blob.hash());
                throw new Refusal.Unavailable(
                        "blob-damaged", "The blob " + hash + " is damaged in the bucket and cannot be used.");
            }
            return cache.keep(part, blob);
        } catch (IOException e) {
            throw cache.refusal(e);
        }
    }
}
