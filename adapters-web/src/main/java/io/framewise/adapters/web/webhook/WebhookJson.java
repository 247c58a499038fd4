package io.framewise.adapters.web.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookEvent;
import io.framewise.domain.webhook.WebhookId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A webhook. Its secret is told when it is made, and never again. */
@Schema(name = "Webhook")
record WebhookJson(
        WebhookId id,
        ProjectId projectId,
        URI url,
        List<String> events,
        boolean enabled,

        @Schema(description = "Why it is disabled, for people.") @Nullable
        String disabled,

        String createdBy,
        Instant createdAt,

        @Schema(description = "What deliveries are signed with; only in the answer to making it or the secret.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String secret) {

    static WebhookJson of(Webhook webhook) {
        return of(webhook, null);
    }

    static WebhookJson withSecret(Webhook webhook) {
        return of(webhook, webhook.secret().value());
    }

    private static WebhookJson of(Webhook webhook, @Nullable String secret) {
        return new WebhookJson(
                webhook.id(),
                webhook.projectId(),
                webhook.url(),
                webhook.events().stream().map(WebhookEvent.Type::value).sorted().toList(),
                webhook.disabled() == null,
                webhook.disabled(),
                webhook.createdBy().name(),
                webhook.createdAt(),
                secret);
    }
}
