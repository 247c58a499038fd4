package io.framewise.adapters.web.webhook;

import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One event on its way to one webhook. */
@Schema(name = "WebhookDelivery")
record WebhookDeliveryJson(
        WebhookDeliveryId id,

        @Schema(enumeration = {"pending", "delivered", "failed"})
        String state,

        int tries,

        @Schema(description = "HTTP status of the last answer.") @Nullable
        Integer status,

        @Schema(description = "Why the last try failed, for people.") @Nullable
        String problem,

        @Nullable Instant triedAt,
        Instant createdAt,
        CloudEventJson event) {

    static WebhookDeliveryJson of(WebhookDelivery delivery) {
        return new WebhookDeliveryJson(
                delivery.id(),
                delivery.state().name().toLowerCase(Locale.ROOT),
                delivery.tries(),
                delivery.status(),
                delivery.problem(),
                delivery.triedAt(),
                delivery.createdAt(),
                CloudEventJson.of(delivery.event()));
    }
}
