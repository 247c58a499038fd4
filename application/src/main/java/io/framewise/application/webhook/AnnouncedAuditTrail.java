package io.framewise.application.webhook;

import io.framewise.application.Identifiers;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.audit.AuditTrail;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookEvent;
import java.util.UUID;

/**
 * The audit trail, whose entries are told to webhooks: whatever happens is on it, in the transaction in which it happens, so
 * nothing is told that did not happen, and nothing is lost.
 */
public final class AnnouncedAuditTrail implements AuditTrail {

    private final AuditTrail trail;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final Identifiers identifiers;

    public AnnouncedAuditTrail(
            AuditTrail trail, Webhooks webhooks, WebhookDeliveries deliveries, Identifiers identifiers) {
        this.trail = trail;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.identifiers = identifiers;
    }

    @Override
    public void append(Event event) {
        for (WebhookEvent.Type type : WebhookEvent.Type.ofAction(event.action())) {
            announce(event, type);
        }
        trail.append(event);
    }

    @Override
    public Page<AuditEntry> page(Filter filter, PageRequest request) {
        return trail.page(filter, request);
    }

    private void announce(Event event, WebhookEvent.Type type) {
        ProjectId project = new ProjectId(UUID.fromString(event.subject().project()));
        WebhookEvent told = new WebhookEvent(
                identifiers.uuid(),
                type,
                project,
                subject(event),
                event.action(),
                event.actor(),
                event.at(),
                event.details());
        for (Webhook webhook : webhooks.of(project)) {
            if (webhook.isTold(type)) {
                deliveries.add(
                        WebhookDelivery.of(new WebhookDeliveryId(identifiers.uuid()), webhook.id(), told, event.at()));
            }
        }
    }

    private static String subject(Event event) {
        if (event.subject().noun().equals("inference-run")) {
            return "/api/inference-runs/" + event.subject().id();
        }
        String dataUnit = event.details().get("dataUnit");
        return dataUnit == null
                ? "/api/projects/" + event.subject().project()
                : "/api/data-units/" + dataUnit + "/labels";
    }
}
