package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The settings {@code framewise.blobs.*}: blobs are kept in a bucket when one is named, and in a folder otherwise. */
@Singleton
class BlobConfiguration {

    private static final Logger LOG = Logger.getLogger(BlobConfiguration.class);

    @Produces
    @Singleton
    Optional<S3Settings> settings(
            @ConfigProperty(name = "framewise.blobs.s3.bucket") Optional<String> bucket,
            @ConfigProperty(name = "framewise.blobs.s3.endpoint") Optional<String> endpoint,
            @ConfigProperty(name = "framewise.blobs.s3.region", defaultValue = "us-east-1") String region,
            @ConfigProperty(name = "framewise.blobs.s3.access-key") Optional<String> accessKey,
            @ConfigProperty(name = "framewise.blobs.s3.secret-key") Optional<String> secretKey,
            @ConfigProperty(name = "framewise.blobs.s3.path-style", defaultValue = "false") boolean pathStyle,
            @ConfigProperty(name = "framewise.blobs.s3.prefix") Optional<String> prefix) {
        try {
            return bucket.map(name -> new S3Settings(
                    name,
                    endpoint.map(S3Settings::endpoint),
                    region,
                    S3Settings.keys(accessKey, secretKey),
                    pathStyle,
                    prefix.orElse("")));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    BlobStore blobs(
            Optional<S3Settings> bucket,
            @ConfigProperty(name = "framewise.data") Path data,
            @ConfigProperty(name = "framewise.blobs.cache-dir", defaultValue = "${framewise.data}/blob-cache")
                    Path cache,
            @ConfigProperty(name = "framewise.blobs.cache-max-bytes", defaultValue = "20G") MemorySize cacheBytes) {
        if (bucket.isEmpty()) {
            return new FolderBlobStore(new BlobFolder(data.resolve("blobs")));
        }
        return new S3BlobStore(
                new S3Bucket(bucket.get()),
                new BlobCache(new BlobFolder(cache), cacheBytes.asLongValue(), InstantSource.system()));
    }

    void close(@Disposes BlobStore blobs) {
        if (blobs instanceof S3BlobStore bucket) {
            bucket.close();
        }
    }

    /** A wrong setting is told at the start, not by the first upload. */
    void open(@Observes StartupEvent started, BlobStore blobs, Optional<S3Settings> bucket) {
        bucket.ifPresent(settings -> LOG.infof("Blobs are kept in the bucket %s", settings.bucket()));
    }
}
