package io.framewise.domain.model;

import java.util.UUID;

/** Names one attached model. */
public record AttachedModelId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
