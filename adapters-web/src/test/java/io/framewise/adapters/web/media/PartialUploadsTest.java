package io.framewise.adapters.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.Refusal;
import io.framewise.domain.project.ProjectId;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may write, and what goes by itself. */
class PartialUploadsTest {
    private static final ProjectId PROJECT = new ProjectId(UUID.randomUUID());

    @TempDir
    private Path folder;

    private Instant now = Instant.now();

    private PartialUploads uploads() {
        return new PartialUploads(folder, new MemorySize(BigInteger.valueOf(1_000)), Duration.ofDays(1), () -> now);
    }

    @Test
    void whatNobodyGoesOnWithGoesAfterItsTime() {
        PartialUploads uploads = uploads();
        UUID forgotten = uploads.create(PROJECT, "old.mp4", 10).id();
        now = now.plus(Duration.ofDays(2));
        UUID other = uploads.create(PROJECT, "new.mp4", 10).id();

        assertThatThrownBy(() -> uploads.find(forgotten)).isInstanceOf(Refusal.NotFound.class);
        assertThat(uploads.find(other).name()).isEqualTo("new.mp4");
    }

    @Test
    void whatACrashLeftOfAnUploadGoesAfterItsTime() throws IOException {
        PartialUploads uploads = uploads();
        UUID whole = uploads.create(PROJECT, "whole.mp4", 10).id();
        Path partial = folder.resolve("partial");
        UUID half = UUID.randomUUID();
        for (String end : List.of("", ".draft")) {
            Files.createFile(partial.resolve(half + end));
        }
        now = now.plus(Duration.ofHours(12));
        uploads.create(PROJECT, "new.mp4", 10);

        assertThat(partial.resolve(half.toString()))
                .as("it may be coming in now")
                .exists();
        now = now.plus(Duration.ofDays(1));
        UUID last = uploads.create(PROJECT, "last.mp4", 10).id();

        assertThat(partial.toFile().list()).containsExactlyInAnyOrder(last.toString(), last + ".about");
        assertThatThrownBy(() -> uploads.find(whole)).isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void aRequestWithTheWrongOffsetSilencesNobody() {
        PartialUploads uploads = uploads();
        UUID id = uploads.create(PROJECT, "clip.mp4", 10).id();
        InputStream body = new InputStream() {
            private int sent;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] block) {
                if (sent == 1) {
                    assertThatThrownBy(() -> uploads.append(id, 7, new ByteArrayInputStream(new byte[3])))
                            .isInstanceOf(Refusal.Conflict.class);
                }
                return sent++ < 2 ? 5 : -1;
            }
        };

        assertThat(uploads.append(id, 0, body).offset()).isEqualTo(10);
    }
}
