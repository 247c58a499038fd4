package io.framewise.adapters.persistence.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.media.BlobStore;
import io.framewise.application.media.BlobStoreContract;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node: what it stored it finds in its cache, so only {@link S3BlobStoreOfTwoNodesTest} reads from the bucket. */
class S3BlobStoreTest extends BlobStoreContract {

    @TempDir
    static Path objects;

    @TempDir
    Path cache;

    private static S3Server server;

    private final String prefix = UUID.randomUUID() + "/";
    private S3BlobStore blobs;

    @BeforeAll
    static void startTheServer() throws Exception {
        server = S3Server.start(objects);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void aNewStore() {
        blobs = S3Nodes.node(S3Nodes.settings(server, prefix), cache);
    }

    @AfterEach
    void closeTheStore() {
        blobs.close();
    }

    @Override
    protected BlobStore blobs() {
        return blobs;
    }

    @Test
    void aBlobIsAnObjectThatIsNamedByItsContent() throws Exception {
        BlobStore.Blob blob = blobs.put(upload("a frame"));

        assertThat(server.object(key(blob))).asString().isEqualTo("a frame");
    }

    @Test
    void aBlobThatIsThereIsNotSentAgain() throws Exception {
        byte[] large = new byte[17 << 20];
        blobs.put(upload(large));
        int parts = server.objects().parts();

        blobs.put(upload(large));

        assertThat(server.objects().parts()).isEqualTo(parts);
    }

    @Test
    void anObjectThatWasCutOffIsReplacedByTheWholeOne() throws Exception {
        BlobStore.Blob blob = blobs.put(upload("whole"));
        server.replace(key(blob), bytes("who"));

        blobs.put(upload("whole"));

        assertThat(server.object(key(blob))).asString().isEqualTo("whole");
    }

    @Test
    void aBlobThatWasUsedBeforeIsThereWithoutTheBucket() throws Exception {
        BlobStore.Blob blob = blobs.put(upload("at hand"));
        server.remove(key(blob));

        Path file = blobs.file(blob.hash());

        assertThat(file).hasContent("at hand");
    }

    @Test
    void anUploadThatFailsInTheMiddleLeavesNothing() throws Exception {
        byte[] large = random(30 << 20);
        server.objects().refusePart(2);
        try {
            assertThatThrownBy(() -> blobs.put(upload(large))).isInstanceOf(Refusal.Unavailable.class);
        } finally {
            server.objects().refusePart(0);
        }

        assertThat(server.objects().listMultipartUploads(S3Server.BUCKET)).isEmpty();
        assertThat(files(cache)).isEmpty();
        BlobStore.Blob blob = blobs.put(upload(large));
        assertThat(server.object(key(blob))).isEqualTo(large);
    }

    @Test
    void aFileThatCannotBeReadIsARefusalAndLeavesNothing() throws Exception {
        Path missing = uploads.resolve("missing");

        assertThatThrownBy(() -> blobs.put(missing))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("storage-unavailable"));

        assertThat(files(cache)).isEmpty();
    }

    @Test
    void keysMayComeFromTheSurroundings() throws Exception {
        S3Settings told = S3Nodes.settings(server, prefix);
        S3Settings silent = new S3Settings(
                told.bucket(), told.endpoint(), told.region(), Optional.empty(), told.pathStyle(), told.prefix());
        System.setProperty("aws.accessKeyId", S3Server.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", S3Server.SECRET_KEY);
        try (S3BlobStore node = S3Nodes.node(silent, cache)) {
            BlobStore.Blob blob = node.put(upload("by the surroundings"));

            assertThat(server.has(key(blob))).isTrue();
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void theBucketCanBeReached() {
        blobs.check();
    }

    private String key(BlobStore.Blob blob) {
        return prefix + blob.hash();
    }

    private Path upload(String content) {
        return upload(bytes(content));
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
