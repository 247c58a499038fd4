package io.framewise.application.media;

import io.framewise.domain.media.ContentHash;
import java.nio.file.Path;

/** Media and weights, addressed by what they are: the same bytes are stored once. Blobs never change and never go. */
public interface BlobStore {

    /** @param bytes size */
    record Blob(ContentHash hash, long bytes) {}

    /**
     * Stores a copy of a file. It is durable when the method returns, or nothing is stored.
     *
     * @throws io.framewise.domain.Refusal.Unavailable when it cannot be stored, such as for want of space or connection
     */
    Blob put(Path file);

    /**
     * A readable file with the content of a blob. It stays where it is for a minute at least; who needs it for longer opens
     * it or gives it another name.
     *
     * @throws io.framewise.domain.Refusal.NotFound when there is none
     * @throws io.framewise.domain.Refusal.Unavailable when it cannot be fetched from where it is kept
     */
    Path file(ContentHash hash);
}
