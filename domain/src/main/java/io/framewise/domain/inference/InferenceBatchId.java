package io.framewise.domain.inference;

import java.util.UUID;

/** Names one batch of inference runs. */
public record InferenceBatchId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
