package io.framewise.application.webhook;

import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookId;
import java.util.List;

/** Every webhook there is or was. */
public interface Webhooks {

    void add(Webhook webhook);

    /** Archived ones too. @throws io.framewise.domain.Refusal.NotFound when there is none */
    Webhook get(WebhookId id);

    /** As {@link #get}; nobody else gets it this way until the transaction ends. */
    Webhook lock(WebhookId id);

    void save(Webhook webhook);

    /** Those of a project that are not archived, in the order in which they were made. */
    List<Webhook> of(ProjectId project);
}
