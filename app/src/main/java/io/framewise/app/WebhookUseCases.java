package io.framewise.app;

import io.framewise.application.Identifiers;
import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.project.Projects;
import io.framewise.application.webhook.DefineWebhooks;
import io.framewise.application.webhook.DeliverWebhooks;
import io.framewise.application.webhook.TryWebhooks;
import io.framewise.application.webhook.WebhookClient;
import io.framewise.application.webhook.WebhookDeliveries;
import io.framewise.application.webhook.Webhooks;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The use cases around webhooks. */
final class WebhookUseCases {
    @Produces
    @Singleton
    DefineWebhooks defineWebhooks(
            UnitOfWork unitOfWork, Projects projects, Webhooks webhooks, Journal journal, Identifiers identifiers) {
        return new DefineWebhooks(unitOfWork, projects, webhooks, journal, identifiers);
    }

    @Produces
    @Singleton
    TryWebhooks tryWebhooks(
            UnitOfWork unitOfWork,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            Journal journal,
            Identifiers identifiers) {
        return new TryWebhooks(unitOfWork, webhooks, deliveries, journal, identifiers);
    }

    @Produces
    @Singleton
    DeliverWebhooks deliverWebhooks(
            UnitOfWork unitOfWork,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            WebhookClient client,
            InstantSource clock,
            @ConfigProperty(name = "framewise.webhooks.retry-pause") Duration retryPause,
            @ConfigProperty(name = "framewise.webhooks.kept") Duration kept) {
        return new DeliverWebhooks(unitOfWork, webhooks, deliveries, client, clock, retryPause, kept);
    }
}
