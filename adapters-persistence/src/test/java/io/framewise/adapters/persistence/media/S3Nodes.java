package io.framewise.adapters.persistence.media;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The stores of nodes, for tests. */
final class S3Nodes {

    private S3Nodes() {}

    static S3Settings settings(S3Server server, String prefix) {
        return new S3Settings(
                S3Server.BUCKET,
                Optional.of(server.endpoint()),
                "us-east-1",
                Optional.of(new S3Settings.Keys(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)),
                true,
                prefix);
    }

    static S3BlobStore node(S3Settings settings, Path cache) {
        return new S3BlobStore(
                new S3Bucket(settings), new BlobCache(new BlobFolder(cache), Long.MAX_VALUE, InstantSource.system()));
    }
}
