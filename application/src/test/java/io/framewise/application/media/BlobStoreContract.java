package io.framewise.application.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link BlobStore} does. */
public abstract class BlobStoreContract {

    @TempDir
    protected Path uploads;

    /** The store under test; the same one during one test. */
    protected abstract BlobStore blobs();

    @Test
    void aBlobIsNamedByItsContent() throws Exception {
        byte[] content = "a frame".getBytes(StandardCharsets.UTF_8);

        BlobStore.Blob blob = blobs().put(upload(content));

        assertThat(blob).isEqualTo(new BlobStore.Blob(sha256(content), content.length));
    }

    @Test
    void aBlobComesBackByteForByte() throws Exception {
        byte[] content = new byte[3_000_001];
        new Random(7).nextBytes(content);

        BlobStore.Blob blob = blobs().put(upload(content));

        assertThat(blobs().file(blob.hash())).hasBinaryContent(content);
    }

    @Test
    void anEmptyFileIsABlobToo() throws Exception {
        BlobStore.Blob blob = blobs().put(upload(new byte[0]));

        assertThat(blob.bytes()).isZero();
        assertThat(blobs().file(blob.hash())).isEmptyFile();
    }

    @Test
    void aBlobOutlivesTheFileThatItWasMadeOf() throws Exception {
        byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        Path upload = upload(content);
        BlobStore.Blob blob = blobs().put(upload);

        Files.delete(upload);

        assertThat(blobs().file(blob.hash())).hasBinaryContent(content);
    }

    @Test
    void theFileThatWasStoredStaysWhereItIs() throws Exception {
        Path upload = upload("mine".getBytes(StandardCharsets.UTF_8));

        blobs().put(upload);

        assertThat(upload).hasContent("mine");
    }

    @Test
    void theSameBytesAreStoredOnce() throws Exception {
        byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        BlobStore.Blob first = blobs().put(upload(content));

        BlobStore.Blob second = blobs().put(upload(content));

        assertThat(second).isEqualTo(first);
        assertThat(blobs().file(second.hash())).hasBinaryContent(content);
    }

    @Test
    void theSameBytesMayBeStoredByManyAtOnce() throws Exception {
        byte[] content = new byte[200_000];
        new Random().nextBytes(content);
        List<Path> files = IntStream.range(0, 8).mapToObj(i -> upload(content)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<BlobStore.Blob>> puts = files.stream()
                    .map(file -> (Callable<BlobStore.Blob>) () -> blobs().put(file))
                    .toList();

            List<Future<BlobStore.Blob>> stored = threads.invokeAll(puts);

            for (Future<BlobStore.Blob> blob : stored) {
                assertThat(blob.get()).isEqualTo(new BlobStore.Blob(sha256(content), content.length));
            }
            assertThat(blobs().file(sha256(content))).hasBinaryContent(content);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aBlobMayBeReadByManyAtOnce() throws Exception {
        byte[] content = new byte[200_000];
        new Random().nextBytes(content);
        BlobStore.Blob blob = blobs().put(upload(content));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Path>> reads = Collections.nCopies(8, () -> blobs().file(blob.hash()));

            List<Future<Path>> files = threads.invokeAll(reads);

            for (Future<Path> file : files) {
                assertThat(file.get()).hasBinaryContent(content);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aBlobThatIsNotThereIsNotFound() throws Exception {
        ContentHash nothing = sha256(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> blobs().file(nothing)).isInstanceOf(Refusal.NotFound.class);
    }

    protected Path upload(byte[] content) {
        try {
            return Files.write(Files.createTempFile(uploads, "upload", ".bin"), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContentHash sha256(byte[] content) throws Exception {
        return new ContentHash(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }
}
