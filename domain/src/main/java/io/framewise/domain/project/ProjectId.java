package io.framewise.domain.project;

import java.util.UUID;

/** Names one project. */
public record ProjectId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
