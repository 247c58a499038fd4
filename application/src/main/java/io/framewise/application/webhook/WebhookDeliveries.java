package io.framewise.application.webhook;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookId;
import java.time.Instant;

/** The log of deliveries, and the queue of those that are to be sent. */
public interface WebhookDeliveries {

    /** Stores a delivery and queues it, both when the transaction commits. */
    void add(WebhookDelivery delivery);

    /** @throws io.framewise.domain.Refusal.NotFound when there is none */
    WebhookDelivery get(WebhookDeliveryId id);

    void save(WebhookDelivery delivery);

    /** The newest first. */
    Page<WebhookDelivery> page(WebhookId webhook, PageRequest request);

    /** Forgets deliveries that were made before a time and are not pending. */
    void trim(Instant before);
}
