package io.framewise.adapters.persistence.media;

import java.io.IOException;
import java.io.InputStream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Streams an object into a file. What breaks off on the way is asked for again from there on. */
record S3Download(S3Client client, String bucket, String key) {

    private static final Logger LOG = Logger.getLogger(S3Download.class);

    private static final int BUFFER = 1 << 18;
    private static final int MOST_BREAKS = 8;

    /**
     * @return whether all that the store announced has come
     * @throws SdkException when the store does not give it
     * @throws IOException when the file cannot be written
     */
    boolean receive(BlobPart part) throws IOException {
        for (int breaks = 0; breaks < MOST_BREAKS; breaks++) {
            ResponseInputStream<GetObjectResponse> rest = client.getObject(from(part.bytes()));
            boolean whole = false;
            try {
                whole = copy(rest, part, rest.response().contentLength());
            } finally {
                if (whole) {
                    rest.close();
                } else {
                    rest.abort();
                }
            }
            if (whole) {
                return true;
            }
        }
        return false;
    }

    private GetObjectRequest from(long first) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(key);
        return first == 0
                ? request.build()
                : request.range("bytes=" + first + "-").build();
    }

    private boolean copy(InputStream in, BlobPart part, long announced) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = announced;
        while (left > 0) {
            int read = read(in, buffer);
            if (read < 0) {
                return false;
            }
            part.write(buffer, read);
            left -= read;
        }
        return true;
    }

    /** A connection that broke is an end that came too early. */
    private int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            LOG.infof("The download of %s from the bucket %s broke off: %s", key, bucket, e.getMessage());
            return -1;
        }
    }
}
