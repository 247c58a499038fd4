package io.framewise.adapters.persistence.media;

import io.framewise.domain.media.ContentHash;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is being fetched: the first who wants a blob fetches it, others who want the same wait for that. */
final class Fetches {

    private final Map<ContentHash, CompletableFuture<Path>> running = new ConcurrentHashMap<>();

    /** @throws RuntimeException what {@code fetch} threw, here or where it is waited for */
    Path once(ContentHash hash, Supplier<Path> fetch) {
        CompletableFuture<Path> mine = new CompletableFuture<>();
        CompletableFuture<Path> others = running.putIfAbsent(hash, mine);
        if (others != null) {
            return join(others);
        }
        try {
            Path file = fetch.get();
            mine.complete(file);
            return file;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(hash, mine);
        }
    }

    private static Path join(CompletableFuture<Path> file) {
        try {
            return file.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }
}
