package io.framewise.adapters.persistence.inference;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.application.inference.RunQueue;
import io.framewise.domain.inference.InferenceRunId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The queue as a table that db-scheduler works on. Queueing is part of the running transaction, because the connection
 * is; this node's worker, when it has one, looks into the queue as soon as that transaction has committed.
 */
@Singleton
final class DbSchedulerRunQueue implements RunQueue {

    static final String TABLE = "inference_queue";
    static final String TASK = "inference-run";

    private final SchedulerClient queue;
    private final TransactionSynchronizationRegistry transaction;
    private final @Nullable RunWorker worker;

    @Inject
    DbSchedulerRunQueue(
            DataSource dataSource,
            TransactionSynchronizationRegistry transaction,
            Instance<ExecuteRun> executeRun,
            @ConfigProperty(name = "framewise.worker.enabled") boolean enabled,
            @ConfigProperty(name = "framewise.worker.threads") int threads) {
        this(
                dataSource,
                transaction,
                enabled ? new RunWorker(dataSource, executeRun::get, threads, RunWorker.Timing.STANDARD) : null);
    }

    /** @param worker of this node, null for none */
    DbSchedulerRunQueue(
            DataSource dataSource, TransactionSynchronizationRegistry transaction, @Nullable RunWorker worker) {
        this.transaction = transaction;
        this.worker = worker;
        this.queue = SchedulerClient.Builder.create(dataSource, List.of())
                .tableName(TABLE)
                .serializer(new NoTaskData())
                .enablePriority()
                .build();
    }

    @Override
    public void enqueue(InferenceRunId run) {
        queue.scheduleIfNotExists(new TaskInstance<>(TASK, run.toString()), Instant.now());
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (worker != null && status == Status.STATUS_COMMITTED) {
                    worker.wake();
                }
            }
        });
    }

    /** After everything else has started: a run may be waiting. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent started) {
        if (worker != null) {
            worker.start();
        }
    }

    /** Before anything else stops: a run may be in the middle. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
        if (worker != null) {
            worker.stop();
        }
    }
}
