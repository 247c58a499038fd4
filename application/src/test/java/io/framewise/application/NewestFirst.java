package io.framewise.application;

import io.framewise.domain.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Pages by time and id: a page token names the last item of the page before. */
public final class NewestFirst<T> {

    private record Key(Instant time, UUID id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::time).thenComparing(Key::id).compare(this, other);
        }
    }

    private final Function<T, Instant> time;
    private final Function<T, UUID> id;

    public NewestFirst(Function<T, Instant> time, Function<T, UUID> id) {
        this.time = time;
        this.id = id;
    }

    public Page<T> page(Collection<T> all, PageRequest request) {
        List<T> rest = all.stream()
                .filter(item -> request.pageToken() == null || key(item).compareTo(read(request.pageToken())) < 0)
                .sorted(Comparator.comparing(this::key).reversed())
                .toList();
        List<T> items = rest.stream().limit(request.limit()).toList();
        return new Page<>(items, items.size() == rest.size() ? null : token(key(items.get(items.size() - 1))));
    }

    private Key key(T item) {
        return new Key(time.apply(item), id.apply(item));
    }

    private static String token(Key key) {
        byte[] form = (key.time + " " + key.id).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(form);
    }

    private static Key read(String token) {
        try {
            String[] form = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII).split(" ");
            return new Key(Instant.parse(form[0]), UUID.fromString(form[1]));
        } catch (RuntimeException e) {
            throw badToken();
        }
    }

    public static Refusal.Invalid badToken() {
        return new Refusal.Invalid("/pageToken", "bad-page-token", "This page token is not one of this list's.");
    }
}
