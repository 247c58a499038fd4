package io.framewise.adapters.persistence.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A stretch of a file as the body of a request, which may be sent again. */
final class FilePart implements ContentStreamProvider, AutoCloseable {

    private static final String BYTES = "application/octet-stream";

    private final Path file;
    private final long first;
    private final long length;
    private final List<InputStream> opened = new ArrayList<>();

    /** @param first number of the first byte, from 0 */
    FilePart(Path file, long first, long length) {
        this.file = file;
        this.first = first;
        this.length = length;
    }

    RequestBody body() {
        return RequestBody.fromContentProvider(this, length, BYTES);
    }

    @Override
    public InputStream newStream() {
        try {
            close();
            InputStream whole = Files.newInputStream(file);
            opened.add(whole);
            whole.skipNBytes(first);
            return new Stretch(whole, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (InputStream stream : opened) {
                stream.close();
            }
            opened.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Stretch extends FilterInputStream {

        private long left;

        Stretch(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int value = left > 0 ? super.read() : -1;
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) throws IOException {
            int read = left > 0 ? super.read(buffer, offset, (int) Math.min(left, wanted)) : -1;
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long skipped = super.skip(Math.min(left, wanted));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, super.available());
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
