package io.framewise.domain.webhook;

import java.util.UUID;

/** Names one delivery to a webhook. */
public record WebhookDeliveryId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
