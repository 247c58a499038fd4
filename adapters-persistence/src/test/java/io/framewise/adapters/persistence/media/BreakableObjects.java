package io.framewise.adapters.persistence.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The objects of a server, which counts what it is asked for and fails when it is told to. */
final class BreakableObjects extends ForwardingBlobStore {

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger parts = new AtomicInteger();
    private final AtomicLong breakReadAfter = new AtomicLong(Long.MAX_VALUE);
    private volatile int refusedPart;

    BreakableObjects(BlobStore objects) {
        super(objects);
    }

    int reads() {
        return reads.get();
    }

    int parts() {
        return parts.get();
    }

    /** Lets the next read break off after so many bytes. */
    void breakNextReadAfter(long bytes) {
        breakReadAfter.set(bytes);
    }

    /** @param number of the part of an upload that is refused from now on; 0 for none */
    void refusePart(int number) {
        refusedPart = number;
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        reads.incrementAndGet();
        ResponseInputStream<GetObjectResponse> whole = super.getBlob(request);
        long bytes = breakReadAfter.getAndSet(Long.MAX_VALUE);
        return bytes == Long.MAX_VALUE
                ? whole
                : new ResponseInputStream<>(whole.response(), AbortableInputStream.create(new Breaking(whole, bytes)));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream part) {
        if (request.partNumber() == refusedPart) {
            throw new IllegalStateException("The disk is full.");
        }
        parts.incrementAndGet();
        return super.uploadMultipartPart(upload, request, part);
    }

    private static final class Breaking extends FilterInputStream {

        private long left;

        Breaking(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("Read more than one byte at a time.");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("The cable is out.");
            }
            int read = super.read(buffer, offset, (int) Math.min(left, length));
            left -= read;
            return read;
        }
    }
}
