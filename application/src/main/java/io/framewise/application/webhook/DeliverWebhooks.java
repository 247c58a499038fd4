package io.framewise.application.webhook;

import io.framewise.application.UnitOfWork;
import io.framewise.domain.Refusal;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Sends what is queued. A delivery is sent at least once: whoever gets it twice knows it by the event's id. */
public final class DeliverWebhooks {

    private static final int GONE = 410;
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;

    private final UnitOfWork unitOfWork;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookClient client;
    private final InstantSource clock;
    private final Duration retryPause;
    private final Duration kept;

    /**
     * @param retryPause before the second try; four times as long before each further one
     * @param kept how long the log of deliveries is kept
     */
    public DeliverWebhooks(
            UnitOfWork unitOfWork,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            WebhookClient client,
            InstantSource clock,
            Duration retryPause,
            Duration kept) {
        this.unitOfWork = unitOfWork;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.client = client;
        this.clock = clock;
        this.retryPause = retryPause;
        this.kept = kept;
    }

    private record Letter(Webhook webhook, WebhookDelivery delivery) {}

    /**
     * Sends a delivery once, outside of any transaction.
     *
     * @return after which pause it is to be sent again; empty when it is not
     */
    public Optional<Duration> deliver(WebhookDeliveryId id) {
        Letter letter = unitOfWork.run(() -> {
            WebhookDelivery delivery = deliveries.get(id);
            return new Letter(webhooks.get(delivery.webhookId()), delivery);
        });
        if (letter.delivery().state() != WebhookDelivery.State.PENDING) {
            return Optional.empty();
        }
        Webhook webhook = letter.webhook();
        WebhookDelivery sent = webhook.archived() || webhook.disabled() != null
                ? letter.delivery().givenUp(null, "The webhook is disabled or removed.", clock.instant())
                : send(letter);
        unitOfWork.run(() -> {
            deliveries.save(sent);
            if (sent.status() != null && sent.status() == GONE) {
                Webhook now = webhooks.lock(webhook.id());
                webhooks.save(now.with(now.url(), now.events(), "It answered 410 Gone."));
            }
        });
        return sent.state() == WebhookDelivery.State.PENDING ? Optional.of(sent.pause(retryPause)) : Optional.empty();
    }

    /** Forgets what is older than the log is kept. */
    public void trim() {
        unitOfWork.run(() -> deliveries.trim(clock.instant().minus(kept)));
    }

    private WebhookDelivery send(Letter letter) {
        WebhookDelivery delivery = letter.delivery();
        try {
            int status = client.send(letter.webhook(), delivery);
            if (status >= OK && status < MULTIPLE_CHOICES) {
                return delivery.delivered(status, clock.instant());
            }
            if (status == GONE) {
                return delivery.givenUp(status, "It answered 410: it is gone, and is disabled.", clock.instant());
            }
            return delivery.refused(status, "It answered " + status + ".", clock.instant());
        } catch (Refusal.Unavailable e) {
            return delivery.refused(null, String.valueOf(e.getMessage()), clock.instant());
        }
    }
}
