package io.framewise.adapters.persistence.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.media.BlobStore;
import io.framewise.application.media.BlobStoreContract;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one bucket: one stores, the other reads, so everything goes through the bucket. */
class S3BlobStoreOfTwoNodesTest extends BlobStoreContract {

    private static final int LARGE = 30 << 20;
    private static final int MIDDLING = 5_000_000;

    @TempDir
    static Path objects;

    @TempDir
    Path hereCache;

    @TempDir
    Path thereCache;

    private static S3Server server;

    private final String prefix = UUID.randomUUID() + "/";
    private S3BlobStore here;
    private S3BlobStore there;

    @BeforeAll
    static void startTheServer() throws Exception {
        server = S3Server.start(objects);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void twoNodes() {
        here = S3Nodes.node(S3Nodes.settings(server, prefix), hereCache);
        there = S3Nodes.node(S3Nodes.settings(server, prefix), thereCache);
    }

    @AfterEach
    void closeTheNodes() {
        here.close();
        there.close();
    }

    @Override
    protected BlobStore blobs() {
        return new BlobStore() {
            @Override
            public Blob put(Path file) {
                return here.put(file);
            }

            @Override
            public Path file(ContentHash hash) {
                return there.file(hash);
            }
        };
    }

    @Test
    void aLargeBlobTravelsInParts() throws Exception {
        byte[] content = random(LARGE);
        int parts = server.objects().parts();

        BlobStore.Blob blob = here.put(upload(content));

        assertThat(server.objects().parts() - parts).isEqualTo(2);
        assertThat(Files.readAllBytes(there.file(blob.hash()))).isEqualTo(content);
    }

    @Test
    void aBlobIsFetchedOnceHoweverManyWantItAtOnce() throws Exception {
        byte[] content = random(MIDDLING);
        BlobStore.Blob blob = here.put(upload(content));
        int reads = server.reads();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Path> read = () -> there.file(blob.hash());

            List<Future<Path>> files = threads.invokeAll(Collections.nCopies(8, read));

            for (Future<Path> file : files) {
                assertThat(Files.readAllBytes(file.get())).isEqualTo(content);
            }
            assertThat(server.reads() - reads).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aDownloadThatBreaksOffGoesOnWhereItWas() throws Exception {
        byte[] content = random(MIDDLING);
        BlobStore.Blob blob = here.put(upload(content));
        int reads = server.reads();
        server.objects().breakNextReadAfter(MIDDLING / 3);

        Path file = there.file(blob.hash());

        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(server.reads() - reads).isEqualTo(2);
    }

    @Test
    void otherBytesUnderTheNameOfABlobAreRefused() throws Exception {
        BlobStore.Blob blob = here.put(upload(bytes("whole")));
        server.replace(prefix + blob.hash(), bytes("while"));

        assertThatThrownBy(() -> there.file(blob.hash()))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("blob-damaged"));

        assertThat(files(thereCache)).isEmpty();
    }

    @Test
    void aBlobThatIsCutOffInTheBucketIsRefusedUntilItIsStoredAgain() throws Exception {
        byte[] content = random(100_000);
        BlobStore.Blob blob = here.put(upload(content));
        server.replace(prefix + blob.hash(), random(99_999));

        assertThatThrownBy(() -> there.file(blob.hash()))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("blob-damaged"));

        assertThat(files(thereCache)).isEmpty();
        here.put(upload(content));
        assertThat(there.file(blob.hash())).hasBinaryContent(content);
    }

    @Test
    void aBlobThatTheCacheLostIsFetchedAgain() throws Exception {
        BlobStore.Blob blob = here.put(upload(bytes("again")));
        for (Path file : files(hereCache)) {
            Files.delete(file);
        }
        Files.delete(hereCache.resolve("incoming"));

        Path file = here.file(blob.hash());

        assertThat(file).hasContent("again");
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random().nextBytes(content);
        return content;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
