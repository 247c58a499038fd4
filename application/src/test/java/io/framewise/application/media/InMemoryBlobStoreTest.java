package io.framewise.application.media;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class InMemoryBlobStoreTest extends BlobStoreContract {

    @TempDir
    Path folder;

    private InMemoryBlobStore blobs;

    @BeforeEach
    void aNewStore() {
        blobs = new InMemoryBlobStore(folder);
    }

    @Override
    protected BlobStore blobs() {
        return blobs;
    }
}
