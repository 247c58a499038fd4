package io.framewise.domain.model;

import java.util.UUID;

/** Names one iteration. */
public record IterationId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
