package io.framewise.adapters.persistence;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list that is sorted from the newest ends: the next one begins behind this place, whatever has been
 * added at the front since.
 */
public record PageToken(Instant at, UUID id) {

    /** Before everything, where the first page begins. PostgreSQL knows years up to 294276. */
    private static final PageToken FRONT = new PageToken(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

    private static final int LIMIT_OF_LENGTH = 200;

    /** @throws Refusal.Invalid at {@code /pageToken} when it is none of ours */
    public static PageToken of(PageRequest request) {
        String text = request.pageToken();
        if (text == null) {
            return FRONT;
        }
        String[] parts = decode(text).split(" ", 2);
        try {
            return new PageToken(Instant.parse(parts[0]), UUID.fromString(parts[parts.length - 1]));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    /**
     * This place or, where that is behind it, the one from which on everything is before a time. As a condition beside the place
     * the time would let the database walk through everything in between.
     *
     * @param time null for any
     */
    public PageToken before(@Nullable Instant time) {
        return time == null || time.isAfter(at) ? this : new PageToken(time, new UUID(0, 0));
    }

    @Override
    public String toString() {
        return encode(at + " " + id);
    }

    /**
     * The page of rows that were asked for with one more than the limit.
     *
     * @param token the place of a row
     */
    public static <R, T> Page<T> page(
            List<R> rows, PageRequest request, Function<R, Object> token, Function<R, T> item) {
        boolean more = rows.size() > request.limit();
        List<R> shown = more ? rows.subList(0, request.limit()) : rows;
        String next = more ? token.apply(shown.get(shown.size() - 1)).toString() : null;
        return new Page<>(shown.stream().map(item).toList(), next);
    }

    public static String encode(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal.Invalid at {@code /pageToken} */
    public static String decode(String token) {
        if (token.length() > LIMIT_OF_LENGTH) {
            throw invalid();
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    public static Refusal.Invalid invalid() {
        return new Refusal.Invalid(
                "/pageToken", "page-token-invalid", "A page token is the nextPageToken of the page before.");
    }
}
