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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest extends BlobStoreContract {

    @TempDir
    Path folder;

    private FolderBlobStore blobs;

    @BeforeEach
    void aNewStore() {
        blobs = new FolderBlobStore(new BlobFolder(folder, Instant.EPOCH));
    }

    @Override
    protected BlobStore blobs() {
        return blobs;
    }

    @Test
    void aBlobIsAReadOnlyFileThatIsNamedByItsContent() throws Exception {
        BlobStore.Blob blob = blobs.put(upload("a frame".getBytes(StandardCharsets.UTF_8)));

        String hash = blob.hash().sha256();
        Path file = folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
        assertThat(blobs.file(blob.hash())).isEqualTo(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--------");
    }

    @Test
    void nothingIsLeftWhereFilesComeIn() throws Exception {
        byte[] content = "twice".getBytes(StandardCharsets.UTF_8);
        blobs.put(upload(content));

        blobs.put(upload(content));

        assertThat(files(folder.resolve("incoming"))).isEmpty();
    }

    @Test
    void whatACrashLeftBehindIsRemovedAtTheNextStart() throws Exception {
        BlobStore.Blob blob = blobs.put(upload("whole".getBytes(StandardCharsets.UTF_8)));
        Path half = Files.writeString(folder.resolve("incoming/half"), "ha");

        FolderBlobStore restarted =
                new FolderBlobStore(new BlobFolder(folder, Instant.now().plusSeconds(1)));

        assertThat(half).doesNotExist();
        assertThat(restarted.file(blob.hash())).hasContent("whole");
    }

    @Test
    void whatAnotherNodeIsWritingStays() throws Exception {
        Path growing = Files.writeString(folder.resolve("incoming/growing"), "gro");

        new BlobFolder(folder, Instant.now().minusSeconds(60));

        assertThat(growing).exists();
    }

    @Test
    void aFileThatWasCutOffIsReplacedByTheWholeOne() throws Exception {
        BlobStore.Blob blob = blobs.put(upload("whole".getBytes(StandardCharsets.UTF_8)));
        Path file = blobs.file(blob.hash());
        Files.delete(file);
        Files.writeString(file, "who");

        blobs.put(upload("whole".getBytes(StandardCharsets.UTF_8)));

        assertThat(blobs.file(blob.hash())).hasContent("whole");
    }

    @Test
    void aFileThatCannotBeStoredIsARefusalAndLeavesNothing() throws Exception {
        Path missing = uploads.resolve("missing");

        assertThatThrownBy(() -> blobs.put(missing))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("storage-unavailable"));

        assertThat(files(folder.resolve("incoming"))).isEmpty();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
