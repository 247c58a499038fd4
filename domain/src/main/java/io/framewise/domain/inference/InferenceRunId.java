package io.framewise.domain.inference;

import java.util.UUID;

/** Names one inference run. */
public record InferenceRunId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
