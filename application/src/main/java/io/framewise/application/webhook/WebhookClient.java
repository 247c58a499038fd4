package io.framewise.application.webhook;

import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;

/** Calls webhooks. */
public interface WebhookClient {

    /**
     * Sends a delivery, signed.
     *
     * @return HTTP status of the answer
     * @throws io.framewise.domain.Refusal.Unavailable when there is no answer, or the address must not be called
     */
    int send(Webhook webhook, WebhookDelivery delivery);
}
