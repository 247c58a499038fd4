package io.framewise.adapters.persistence.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Sends a file to a key: in one request, or in parts when it is large. Until all of it is there, nobody finds it. */
record S3Upload(S3Client client, String bucket, String key) {

    private static final Logger LOG = Logger.getLogger(S3Upload.class);

    /** S3 wants 5 MiB at least. */
    private static final long PART_BYTES = 16L << 20;
    /** S3 takes no more. */
    private static final int MOST_PARTS = 10_000;

    /** @throws SdkException when the store does not take it; then nothing is there */
    void send(Path file, long bytes) {
        if (bytes > PART_BYTES) {
            sendInParts(file, bytes, Math.max(PART_BYTES, bytes / MOST_PARTS + 1));
            return;
        }
        try (FilePart all = new FilePart(file, 0, bytes)) {
            client.putObject(request -> request.bucket(bucket).key(key), all.body());
        }
    }

    private void sendInParts(Path file, long bytes, long partBytes) {
        String id = client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key))
                .uploadId();
        try {
            List<CompletedPart> sent = new ArrayList<>();
            for (long first = 0; first < bytes; first += partBytes) {
                sent.add(sendPart(id, sent.size() + 1, file, first, Math.min(partBytes, bytes - first)));
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(sent)));
        } catch (RuntimeException | Error e) {
            abort(id);
            throw e;
        }
    }

    private CompletedPart sendPart(String id, int number, Path file, long first, long length) {
        try (FilePart part = new FilePart(file, first, length)) {
            UploadPartResponse taken = client.uploadPart(
                    request -> request.bucket(bucket).key(key).uploadId(id).partNumber(number), part.body());
            return CompletedPart.builder().partNumber(number).eTag(taken.eTag()).build();
        }
    }

    /** Parts that nobody puts together take space, and money, until somebody says so. */
    private void abort(String id) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException e) {
            LOG.warnf("Parts of %s stay in the bucket %s: %s", key, bucket, e.getMessage());
        }
    }
}
