package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore.Blob;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket of blobs: the object at the prefix and a SHA-256 holds the bytes with that SHA-256. Everything here throws {@link
 * Refusal.Unavailable} when the bucket does not answer as it should.
 */
final class S3Bucket implements AutoCloseable {

    private static final Duration CHECK = Duration.ofSeconds(10);

    private final S3Client client;
    private final String name;
    private final String prefix;
    private final S3Refusals refusals;

    S3Bucket(S3Settings settings) {
        this.client = settings.connect();
        this.name = settings.bucket();
        this.prefix = settings.prefix();
        this.refusals = new S3Refusals(name);
    }

    /** Asks whether the bucket is there and lets this node in. */
    void check() {
        try {
            client.headBucket(
                    request -> request.bucket(name).overrideConfiguration(call -> call.apiCallTimeout(CHECK)));
        } catch (SdkException e) {
            throw refusals.of(e);
        }
    }

    /** Whether there is an object of that name and size. */
    boolean holds(Blob blob) {
        try {
            HeadObjectResponse object =
                    client.headObject(request -> request.bucket(name).key(key(blob.hash())));
            return object.contentLength() == blob.bytes();
        } catch (NoSuchKeyException e) {
            return false;
        } catch (SdkException e) {
            throw refusals.of(e);
        }
    }

    /** Stores a file, which is what the name says. */
    void upload(Blob blob, Path file) {
        try {
            new S3Upload(client, name, key(blob.hash())).send(file, blob.bytes());
        } catch (SdkException e) {
            if (!(e instanceof S3Exception)) {
                // A store may stop reading before it has said why it refuses.
                check();
            }
            throw refusals.of(e);
        }
    }

    /**
     * Appends an object to a file, which is then to be compared with the name.
     *
     * @throws Refusal.NotFound when there is no object
     * @throws IOException when the file cannot be written
     */
    void download(ContentHash hash, BlobPart part) throws IOException {
        try {
            if (!new S3Download(client, name, key(hash)).receive(part)) {
                throw refusals.unreachable();
            }
        } catch (NoSuchKeyException e) {
            throw new Refusal.NotFound("blob", hash);
        } catch (SdkException e) {
            throw refusals.of(e);
        }
    }

    /** Where a blob is, for people. */
    String address(ContentHash hash) {
        return name + "/" + key(hash);
    }

    @Override
    public void close() {
        client.close();
    }

    private String key(ContentHash hash) {
        return prefix + hash.sha256();
    }
}
