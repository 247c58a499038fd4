package io.framewise.application;

import io.framewise.domain.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit at most this many items, 1 to {@value #MAX_LIMIT}
 * @param pageToken from the page before, null for the first
 */
public record PageRequest(int limit, @Nullable String pageToken) {

    public static final int MAX_LIMIT = 500;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new Refusal.Invalid("/limit", "limit-out-of-range", "A page has 1 to " + MAX_LIMIT + " items.");
        }
    }
}
