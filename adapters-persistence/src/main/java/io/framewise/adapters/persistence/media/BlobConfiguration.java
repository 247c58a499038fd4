package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where blobs are kept: in a folder. */
@Singleton
class BlobConfiguration {

    @Produces
    @Singleton
    BlobStore blobs(@ConfigProperty(name = "framewise.data") Path data) {
        return new FolderBlobStore(new BlobFolder(data.resolve("blobs")));
    }
}
