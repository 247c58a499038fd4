package io.framewise.adapters.persistence.inference;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.framewise.adapters.persistence.NoTaskData;
import io.framewise.application.inference.Pool;
import io.framewise.application.inference.RunQueue;
import io.framewise.domain.inference.InferenceRunId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The queues as tables that db-scheduler works on, one for each pool. Queueing is part of the running transaction, because
 * the connection is; this node's worker, when it has one, looks into the queue as soon as that transaction has committed.
 */
@Singleton
final class DbSchedulerRunQueue implements RunQueue {

    private final Map<Pool, SchedulerClient> queues = new EnumMap<>(Pool.class);
    private final TransactionSynchronizationRegistry transaction;
    private final InstantSource clock;
    private final Consumer<Pool> wake;

    @Inject
    DbSchedulerRunQueue(
            DataSource dataSource,
            TransactionSynchronizationRegistry transaction,
            InstantSource clock,
            RunWorkers workers) {
        this(dataSource, transaction, clock, workers::wake);
    }

    /** @param wake told when something was queued */
    DbSchedulerRunQueue(
            DataSource dataSource,
            TransactionSynchronizationRegistry transaction,
            InstantSource clock,
            Consumer<Pool> wake) {
        this.clock = clock;
        this.transaction = transaction;
        this.wake = wake;
        for (Pool pool : Pool.values()) {
            queues.put(
                    pool,
                    SchedulerClient.Builder.create(dataSource, List.of())
                            .tableName(Slot.table(pool))
                            .serializer(new NoTaskData())
                            .enablePriority()
                            .build());
        }
    }

    @Override
    public void enqueue(InferenceRunId run, Pool pool, int slots, Priority priority) {
        SchedulerClient queue = Objects.requireNonNull(queues.get(pool));
        Instant now = clock.instant();
        for (int slot = 0; slot < slots; slot++) {
            String instance = new Slot(run, UUID.randomUUID()).instance();
            TaskInstance<Void> entry = new TaskInstance.Builder<Void>(Slot.TASK, instance)
                    .priority(priority == Priority.INTERACTIVE ? 1 : 0)
                    .build();
            queue.scheduleIfNotExists(entry, now);
        }
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    wake.accept(pool);
                }
            }
        });
    }
}
