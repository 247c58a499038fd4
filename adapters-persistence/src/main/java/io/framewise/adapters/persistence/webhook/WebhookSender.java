package io.framewise.adapters.persistence.webhook;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.framewise.adapters.persistence.NoTaskData;
import io.framewise.application.webhook.DeliverWebhooks;
import io.framewise.domain.Refusal;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes deliveries from their queue and sends them, on every node that serves people. */
@Singleton
final class WebhookSender {

    private static final Logger LOG = Logger.getLogger(WebhookSender.class);
    private static final int THREADS = 4;
    private static final Duration POLLING = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration STOP_WAIT = Duration.ofSeconds(15);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final Instance<DeliverWebhooks> deliverWebhooks;
    private final InstantSource clock;
    private final boolean enabled;
    private @Nullable Scheduler scheduler;

    @Inject
    WebhookSender(
            DataSource dataSource,
            Instance<DeliverWebhooks> deliverWebhooks,
            InstantSource clock,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean enabled) {
        this.dataSource = dataSource;
        this.deliverWebhooks = deliverWebhooks;
        this.clock = clock;
        this.enabled = enabled;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent started) {
        if (!enabled) {
            return;
        }
        RecurringTask<Void> trim = Tasks.recurring("webhook-log-trim", FixedDelay.ofHours(1))
                .execute((instance, context) -> deliverWebhooks.get().trim());
        Scheduler sending = Scheduler.create(
                        dataSource,
                        Tasks.custom(PostgresWebhookDeliveries.TASK, Void.class)
                                .onFailure(this::failed)
                                .onDeadExecution((dead, operations) -> operations.reschedule(dead, clock.instant()))
                                .execute(this::send))
                .startTasks(trim)
                .tableName(PostgresWebhookDeliveries.QUEUE)
                .serializer(new NoTaskData())
                .enablePriority()
                .threads(THREADS)
                .clock(clock::instant)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .shutdownMaxWait(STOP_WAIT)
                .build();
        sending.start();
        scheduler = sending;
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
        if (scheduler != null) {
            scheduler.stop();
        }
    }

    private CompletionHandler<Void> send(TaskInstance<Void> instance, ExecutionContext context) {
        Optional<Duration> again =
                deliverWebhooks.get().deliver(new WebhookDeliveryId(UUID.fromString(instance.getId())));
        return (complete, operations) -> {
            if (again.isPresent()) {
                operations.reschedule(complete, clock.instant().plus(again.get()));
            } else {
                operations.stop();
            }
        };
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Throwable cause = complete.getCause().orElse(null);
        if (cause instanceof Refusal.NotFound) {
            operations.stop();
            return;
        }
        LOG.warnf(
                cause,
                "Delivery %s could not be handled and is tried again",
                complete.getExecution().getId());
        operations.reschedule(complete, clock.instant().plus(AFTER_A_FAULT));
    }
}
