package io.framewise.domain.media;

import java.util.UUID;

/** Names one data unit. */
public record DataUnitId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
