package io.framewise.adapters.persistence.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobConfigurationTest {

    private static final MemorySize ROOM = new MemorySize(BigInteger.TEN);

    @TempDir
    Path data;

    private final BlobConfiguration configuration = new BlobConfiguration();

    @Test
    void withoutABucketBlobsAreKeptInAFolder() {
        Optional<S3Settings> none = settings(Optional.empty(), Optional.empty());

        assertThat(configuration.blobs(none, data, data.resolve("cache"), ROOM)).isInstanceOf(FolderBlobStore.class);
        assertThat(data.resolve("blobs")).isDirectory();
        assertThat(data.resolve("cache")).doesNotExist();
    }

    @Test
    void withABucketTheyAreKeptThereAndCachedHere() {
        Optional<S3Settings> bucket = settings(Optional.of("bucket"), Optional.empty());

        assertThat(configuration.blobs(bucket, data, data.resolve("cache"), ROOM))
                .isInstanceOfSatisfying(S3BlobStore.class, S3BlobStore::close);
        assertThat(data.resolve("cache")).isDirectory();
        assertThat(data.resolve("blobs")).doesNotExist();
    }

    @Test
    void aWrongSettingIsToldWithoutTheKey() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(Optional.of("bucket"), Optional.of("hidden")))
                .withMessageContaining("framewise.blobs.s3.access-key")
                .matches(failure -> !failure.getMessage().contains("hidden"));
    }

    private Optional<S3Settings> settings(Optional<String> bucket, Optional<String> secretKey) {
        return configuration.settings(
                bucket, Optional.empty(), "us-east-1", Optional.empty(), secretKey, false, Optional.empty());
    }
}
