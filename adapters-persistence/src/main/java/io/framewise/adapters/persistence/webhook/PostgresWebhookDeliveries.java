package io.framewise.adapters.persistence.webhook;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.framewise.adapters.persistence.NoTaskData;
import io.framewise.adapters.persistence.PageToken;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.webhook.WebhookDeliveries;
import io.framewise.domain.Refusal;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;

/** The log as rows; the queue as a table of db-scheduler, in the same transaction, because the connection is. */
@Singleton
final class PostgresWebhookDeliveries implements WebhookDeliveries {

    static final String QUEUE = "webhook_queue";
    static final String TASK = "webhook-delivery";

    private static final String NEWEST_FIRST =
            "from WebhookDeliveryRow where webhookId = :webhook and (createdAt, id) < (:at, :id)"
                    + " order by createdAt desc, id desc";
    private static final String TRIM =
            "delete from WebhookDeliveryRow where createdAt < :before and state <> 'pending'";

    private final StatelessSession session;
    private final InstantSource clock;
    private final SchedulerClient queue;

    PostgresWebhookDeliveries(StatelessSession session, DataSource dataSource, InstantSource clock) {
        this.session = session;
        this.clock = clock;
        this.queue = SchedulerClient.Builder.create(dataSource, List.of())
                .tableName(QUEUE)
                .serializer(new NoTaskData())
                .enablePriority()
                .build();
    }

    @Override
    public void add(WebhookDelivery delivery) {
        session.insert(WebhookDeliveryRow.of(delivery));
        TaskInstance<Void> entry =
                new TaskInstance.Builder<Void>(TASK, delivery.id().toString()).build();
        queue.scheduleIfNotExists(entry, clock.instant());
    }

    @Override
    public WebhookDelivery get(WebhookDeliveryId id) {
        WebhookDeliveryRow row = session.get(WebhookDeliveryRow.class, id.value());
        if (row == null) {
            throw new Refusal.NotFound("webhook delivery", id);
        }
        return row.toDelivery();
    }

    @Override
    public void save(WebhookDelivery delivery) {
        session.update(WebhookDeliveryRow.of(delivery));
    }

    @Override
    public Page<WebhookDelivery> page(WebhookId webhook, PageRequest request) {
        PageToken after = PageToken.of(request);
        List<WebhookDeliveryRow> rows = session.createSelectionQuery(NEWEST_FIRST, WebhookDeliveryRow.class)
                .setParameter("webhook", webhook.value())
                .setParameter("at", after.at())
                .setParameter("id", after.id())
                .setMaxResults(request.limit() + 1)
                .getResultList();
        return PageToken.page(rows, request, WebhookDeliveryRow::token, WebhookDeliveryRow::toDelivery);
    }

    @Override
    public void trim(Instant before) {
        session.createMutationQuery(TRIM).setParameter("before", before).executeUpdate();
    }
}
