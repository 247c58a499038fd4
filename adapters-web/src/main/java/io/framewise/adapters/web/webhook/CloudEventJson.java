package io.framewise.adapters.web.webhook;

import io.framewise.domain.webhook.WebhookEvent;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** An event in the structured JSON form of <a href="https://cloudevents.io">CloudEvents 1.0</a>. */
record CloudEventJson(
        String specversion,
        UUID id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        Data data) {

    private static final String TYPES = "io.framewise.";

    /** @param details as they are on the audit trail */
    record Data(String projectId, String action, String actor, Map<String, String> details) {}

    static CloudEventJson of(WebhookEvent event) {
        return new CloudEventJson(
                "1.0",
                event.id(),
                "/api/projects/" + event.projectId(),
                TYPES + event.type().value(),
                event.subject(),
                event.at(),
                "application/json",
                new Data(
                        event.projectId().toString(),
                        event.action(),
                        event.actor().name(),
                        new TreeMap<>(event.details())));
    }
}
