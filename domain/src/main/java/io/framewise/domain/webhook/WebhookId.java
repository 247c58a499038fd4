package io.framewise.domain.webhook;

import java.util.UUID;

/** Names one webhook. */
public record WebhookId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
