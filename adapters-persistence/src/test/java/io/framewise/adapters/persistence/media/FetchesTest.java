package io.framewise.adapters.persistence.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.adapters.persistence.Await;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FetchesTest {

    private static final ContentHash HASH = new ContentHash("a".repeat(64));
    private static final ContentHash OTHER = new ContentHash("b".repeat(64));
    private static final Path FILE = Path.of("file");

    private final Fetches fetches = new Fetches();
    private final CompletableFuture<Path> store = new CompletableFuture<>();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whoComesLaterGetsWhatTheFirstFetched() throws Exception {
        FutureTask<Path> first = waiting(HASH);
        FutureTask<Path> second = waiting(HASH);

        store.complete(FILE);

        assertThat(first.get()).isEqualTo(FILE);
        assertThat(second.get()).isEqualTo(FILE);
        assertThat(asked).hasValue(1);
    }

    @Test
    void nobodyWaitsForAnotherBlob() throws Exception {
        waiting(HASH);

        assertThat(fetches.once(OTHER, () -> FILE)).isEqualTo(FILE);

        store.complete(FILE);
    }

    @Test
    void aFailureReachesAllWhoWaitAndIsForgotten() throws Exception {
        FutureTask<Path> first = waiting(HASH);
        FutureTask<Path> second = waiting(HASH);

        store.completeExceptionally(new Refusal.Unavailable("no-answer", "Nobody answers."));

        assertThatThrownBy(first::get).hasCauseInstanceOf(Refusal.Unavailable.class);
        assertThatThrownBy(second::get).hasCauseInstanceOf(Refusal.Unavailable.class);
        assertThat(fetches.once(HASH, () -> FILE)).isEqualTo(FILE);
    }

    /** Somebody who waits for the store, or for who does. */
    private FutureTask<Path> waiting(ContentHash hash) {
        FutureTask<Path> task = new FutureTask<>(() -> fetches.once(hash, this::fetch));
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        Await.until("it waits", () -> thread.getState() == Thread.State.WAITING);
        return task;
    }

    private Path fetch() {
        asked.incrementAndGet();
        try {
            return store.join();
        } catch (CompletionException e) {
            throw (Refusal.Unavailable) e.getCause();
        }
    }
}
