package io.framewise.adapters.persistence.webhook;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookEvent;
import io.framewise.domain.webhook.WebhookId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An update writes what became of it only: the event never changes. */
@Entity
@Table(name = "webhook_delivery")
class WebhookDeliveryRow {

    @Id
    UUID id;

    @Column(updatable = false)
    UUID webhookId;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(updatable = false)
    Event event;

    String state;
    int tries;

    @Nullable
    Integer status;

    @Nullable
    String problem;

    @Nullable
    Instant triedAt;

    @Column(updatable = false)
    Instant createdAt;

    /** What is told. */
    record Event(
            int format,
            UUID id,
            String type,
            UUID project,
            String subject,
            String action,
            String actor,
            String at,
            Map<String, String> details) {
        static final int FORMAT = 1;

        static Event of(WebhookEvent event) {
            Map<String, String> details = new TreeMap<>();
            // jsonb has no text with the code point 0; a native library's message may.
            event.details().forEach((name, text) -> details.put(name, text.replace('\0', ' ')));
            return new Event(
                    FORMAT,
                    event.id(),
                    event.type().value(),
                    event.projectId().value(),
                    event.subject(),
                    event.action(),
                    event.actor().name(),
                    event.at().toString(),
                    details);
        }

        WebhookEvent toEvent() {
            return new WebhookEvent(
                    id,
                    WebhookEvent.Type.of(type),
                    new ProjectId(project),
                    subject,
                    action,
                    new Actor(actor),
                    Instant.parse(at),
                    details);
        }
    }

    static WebhookDeliveryRow of(WebhookDelivery delivery) {
        WebhookDeliveryRow row = new WebhookDeliveryRow();
        row.id = delivery.id().value();
        row.webhookId = delivery.webhookId().value();
        row.event = Event.of(delivery.event());
        row.state = delivery.state().name().toLowerCase(Locale.ROOT);
        row.tries = delivery.tries();
        row.status = delivery.status();
        String why = delivery.problem();
        row.problem = why == null ? null : why.replace('\0', ' ');
        row.triedAt = delivery.triedAt();
        row.createdAt = delivery.createdAt();
        return row;
    }

    WebhookDelivery toDelivery() {
        return new WebhookDelivery(
                new WebhookDeliveryId(id),
                new WebhookId(webhookId),
                event.toEvent(),
                WebhookDelivery.State.valueOf(state.toUpperCase(Locale.ROOT)),
                tries,
                status,
                problem,
                triedAt,
                createdAt);
    }

    PageToken token() {
        return new PageToken(createdAt, id);
    }
}
