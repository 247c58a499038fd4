package io.framewise.adapters.persistence.webhook;

import io.framewise.application.webhook.Webhooks;
import io.framewise.domain.Refusal;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookId;
import jakarta.inject.Singleton;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

@Singleton
final class PostgresWebhooks implements Webhooks {

    private static final String OF_PROJECT =
            "from WebhookRow where projectId = :project and not archived order by createdAt, id";

    private final StatelessSession session;

    PostgresWebhooks(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(Webhook webhook) {
        session.insert(WebhookRow.of(webhook));
    }

    @Override
    public Webhook get(WebhookId id) {
        return find(id, LockMode.NONE);
    }

    @Override
    public Webhook lock(WebhookId id) {
        return find(id, LockMode.PESSIMISTIC_WRITE);
    }

    @Override
    public void save(Webhook webhook) {
        session.update(WebhookRow.of(webhook));
    }

    @Override
    public List<Webhook> of(ProjectId project) {
        return session.createSelectionQuery(OF_PROJECT, WebhookRow.class)
                .setParameter("project", project.value())
                .getResultStream()
                .map(WebhookRow::toWebhook)
                .toList();
    }

    private Webhook find(WebhookId id, LockMode lock) {
        WebhookRow row = session.get(WebhookRow.class, id.value(), lock);
        if (row == null) {
            throw new Refusal.NotFound("webhook", id);
        }
        return row.toWebhook();
    }
}
