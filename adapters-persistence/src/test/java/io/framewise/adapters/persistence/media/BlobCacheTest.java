package io.framewise.adapters.persistence.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.media.BlobStore.Blob;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCacheTest {

    private static final int BYTES = 100;
    private static final Duration LATER = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @TempDir
    Path inbox;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private BlobCache cache;

    /** There is room for three files. */
    @BeforeEach
    void aCache() {
        cache = cache(3 * BYTES);
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws Exception {
        ContentHash first = keep();
        ContentHash second = keep();
        ContentHash third = keep();
        cache.find(first);
        now = now.plus(LATER);

        ContentHash fourth = keep();

        assertThat(cache.find(second)).isEmpty();
        assertThat(cache.find(third)).isEmpty();
        assertThat(cache.find(first)).isPresent();
        assertThat(cache.find(fourth)).isPresent();
    }

    @Test
    void whatWasHandedOutWithinTheLastMinuteStays() throws Exception {
        ContentHash first = keep();
        ContentHash second = keep();
        ContentHash third = keep();
        now = now.plusSeconds(30);

        keep();

        assertThat(cache.find(first)).isPresent();
        assertThat(cache.find(second)).isPresent();
        assertThat(cache.find(third)).isPresent();
    }

    @Test
    void whatHasAnotherNameStays() throws Exception {
        ContentHash linked = keep();
        ContentHash second = keep();
        ContentHash third = keep();
        Files.createLink(inbox.resolve("linked"), cache.find(linked).orElseThrow());
        now = now.plus(LATER);

        keep();

        assertThat(cache.find(linked)).isPresent();
        assertThat(cache.find(second)).isEmpty();
        assertThat(cache.find(third)).isEmpty();
    }

    @Test
    void aSmallerCacheIsClearedUpAtTheStart() throws Exception {
        ContentHash first = keep();
        ContentHash second = keep();
        now = now.plus(LATER);

        cache = cache(BYTES + BYTES / 2);

        assertThat(cache.find(first)).isEmpty();
        assertThat(cache.find(second)).isPresent();
    }

    @Test
    void whenItWasUsedIsRememberedOverAStart() throws Exception {
        ContentHash first = keep();
        ContentHash second = keep();
        cache.find(first);
        now = now.plus(LATER);

        cache = cache(BYTES + BYTES / 2);

        assertThat(cache.find(first)).isPresent();
        assertThat(cache.find(second)).isEmpty();
    }

    private BlobCache cache(long maxBytes) {
        return new BlobCache(new BlobFolder(folder, Instant.EPOCH), maxBytes, () -> {
            now = now.plusSeconds(1);
            return now;
        });
    }

    private ContentHash keep() throws IOException {
        byte[] content = new byte[BYTES];
        new Random().nextBytes(content);
        try (BlobPart part = cache.part()) {
            part.write(content, BYTES);
            Blob blob = part.finish();
            cache.keep(part, blob);
            return blob.hash();
        }
    }
}
