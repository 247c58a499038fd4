package io.framewise.adapters.persistence.webhook;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookEvent;
import io.framewise.domain.webhook.WebhookId;
import io.framewise.domain.webhook.WebhookSecret;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "webhook")
class WebhookRow {

    @Id
    UUID id;

    UUID projectId;
    String url;
    String[] events;
    String secret;

    @Nullable
    String disabled;

    boolean archived;
    String createdBy;
    Instant createdAt;

    static WebhookRow of(Webhook webhook) {
        WebhookRow row = new WebhookRow();
        row.id = webhook.id().value();
        row.projectId = webhook.projectId().value();
        row.url = webhook.url().toString();
        row.events =
                webhook.events().stream().map(WebhookEvent.Type::value).sorted().toArray(String[]::new);
        row.secret = webhook.secret().value();
        row.disabled = webhook.disabled();
        row.archived = webhook.archived();
        row.createdBy = webhook.createdBy().name();
        row.createdAt = webhook.createdAt();
        return row;
    }

    Webhook toWebhook() {
        return new Webhook(
                new WebhookId(id),
                new ProjectId(projectId),
                URI.create(url),
                Arrays.stream(events).map(WebhookEvent.Type::of).collect(Collectors.toSet()),
                new WebhookSecret(secret),
                disabled,
                archived,
                new Actor(createdBy),
                createdAt);
    }
}
