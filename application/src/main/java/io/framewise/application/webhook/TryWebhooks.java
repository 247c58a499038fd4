package io.framewise.application.webhook;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookEvent;
import io.framewise.domain.webhook.WebhookId;
import java.util.Map;

/** Shows what was sent to a webhook, sends it once more, and sends what is only for trying. */
public final class TryWebhooks {

    private final UnitOfWork unitOfWork;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final Journal journal;
    private final Identifiers identifiers;

    public TryWebhooks(
            UnitOfWork unitOfWork,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            Journal journal,
            Identifiers identifiers) {
        this.unitOfWork = unitOfWork;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.journal = journal;
        this.identifiers = identifiers;
    }

    /** What was sent to a webhook, or is to be, the newest first. */
    public Page<WebhookDelivery> deliveries(WebhookId id, PageRequest request) {
        return unitOfWork.run(() -> deliveries.page(webhooks.get(id).id(), request));
    }

    /**
     * Sends an event of the type {@code webhook.test}.
     *
     * @throws Refusal.Conflict when the webhook is disabled
     */
    public WebhookDelivery test(Actor actor, WebhookId id) {
        return unitOfWork.run(() -> {
            Webhook webhook = enabled(id);
            String path = "/api/projects/" + webhook.projectId() + "/webhooks/" + id;
            WebhookEvent event = new WebhookEvent(
                    identifiers.uuid(),
                    WebhookEvent.Type.TEST,
                    webhook.projectId(),
                    path,
                    "webhook.tested",
                    actor,
                    journal.now(),
                    Map.of());
            journal.write(actor, event.action(), id, webhook.projectId(), Map.of());
            return queued(webhook, event);
        });
    }

    /**
     * Sends an event once more, as a delivery of its own.
     *
     * @throws Refusal.Conflict when the webhook is disabled
     */
    public WebhookDelivery redeliver(Actor actor, WebhookId id, WebhookDeliveryId delivery) {
        return unitOfWork.run(() -> {
            Webhook webhook = enabled(id);
            WebhookDelivery earlier = deliveries.get(delivery);
            if (!earlier.webhookId().equals(id)) {
                throw new Refusal.NotFound("webhook delivery", delivery);
            }
            journal.write(
                    actor, "webhook.redelivered", id, webhook.projectId(), Map.of("delivery", delivery.toString()));
            return queued(webhook, earlier.event());
        });
    }

    private WebhookDelivery queued(Webhook webhook, WebhookEvent event) {
        WebhookDelivery delivery =
                WebhookDelivery.of(new WebhookDeliveryId(identifiers.uuid()), webhook.id(), event, journal.now());
        deliveries.add(delivery);
        return delivery;
    }

    private Webhook enabled(WebhookId id) {
        Webhook webhook = webhooks.lock(id).present();
        if (webhook.disabled() != null) {
            throw new Refusal.Conflict("webhook-disabled", "The webhook is disabled: " + webhook.disabled());
        }
        return webhook;
    }
}
