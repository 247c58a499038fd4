package io.framewise.domain.model;

import java.util.UUID;

/** Names one model. */
public record ModelId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
