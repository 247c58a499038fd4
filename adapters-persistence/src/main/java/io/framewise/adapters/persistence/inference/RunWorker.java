package io.framewise.adapters.persistence.inference;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceRunId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes runs from the queue and executes them, a few at a time. A run that fails for a technical reason is tried again
 * with growing pauses and then given up; one whose worker died (its row has no heartbeat any more) is taken by another
 * worker; one that is interrupted because this worker stops goes back into the queue.
 */
final class RunWorker {

    /** @param retryPause before the first repetition; doubled before each further one */
    record Timing(Duration polling, Duration heartbeat, Duration retryPause, Duration stopWait) {

        static final Timing STANDARD = new Timing(
                Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    private static final Logger LOG = Logger.getLogger(RunWorker.class);

    /** A run whose worker has not been heard of for so many heartbeats is taken by another one; fewer are refused. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final int RETRIES = 5;

    private final Supplier<ExecuteRun> executeRun;
    private final Timing timing;
    private final Scheduler scheduler;
    private volatile boolean stopping;

    /**
     * @param executeRun asked for when the first run is there
     * @param runs how many are executed at a time
     */
    RunWorker(DataSource dataSource, Supplier<ExecuteRun> executeRun, int runs, Timing timing) {
        this.executeRun = executeRun;
        this.timing = timing;
        CustomTask<Void> task = Tasks.custom(DbSchedulerRunQueue.TASK, Void.class)
                .onFailure(this::failed)
                .onDeadExecution((dead, operations) -> {
                    LOG.warnf("The worker of run %s has died; the run goes on", id(dead.getExecution()));
                    operations.reschedule(dead, Instant.now());
                })
                .execute(this::execute);
        this.scheduler = Scheduler.create(dataSource, task)
                .tableName(DbSchedulerRunQueue.TABLE)
                .serializer(new NoTaskData())
                .enablePriority()
                .threads(runs)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(timing.polling())
                .heartbeatInterval(timing.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(timing.stopWait())
                .schedulerName(new SchedulerName.Fixed(name()))
                .build();
    }

    void start() {
        scheduler.start();
    }

    /** Returns when the runs that were being executed are back in the queue. */
    void stop() {
        stopping = true;
        scheduler.stop();
    }

    /** Looks into the queue now, not at the next poll. */
    void wake() {
        if (!stopping) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        InferenceRunId run = id(instance.getId());
        return switch (executeRun.get().execute(run, () -> stopping)) {
            case DONE -> (complete, operations) -> operations.stop();
            case INTERRUPTED ->
                (complete, operations) -> {
                    LOG.infof("Run %s is interrupted and goes back into the queue", run);
                    operations.reschedule(complete, Instant.now());
                };
        };
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        InferenceRunId run = id(complete.getExecution());
        Throwable cause = complete.getCause().orElse(null);
        if (stopping) {
            LOG.infof("Run %s goes back into the queue: %s", run, cause);
            operations.reschedule(complete, Instant.now());
            return;
        }
        int failures = complete.getExecution().consecutiveFailures + 1;
        Duration pause = timing.retryPause().multipliedBy(1L << Math.min(failures - 1, RETRIES));
        if (failures <= RETRIES) {
            LOG.warnf(cause, "Run %s failed and is tried again in %s", run, pause);
        } else if (givenUp(run, cause)) {
            operations.stop();
            return;
        }
        operations.reschedule(complete, Instant.now().plus(pause));
    }

    /** @return false when this has to be tried again */
    private boolean givenUp(InferenceRunId run, @Nullable Throwable cause) {
        try {
            LOG.errorf(cause, "Run %s failed %d times and is given up", run, RETRIES + 1);
            executeRun.get().giveUp(run, "It failed " + (RETRIES + 1) + " times, at last with: " + cause);
            return true;
        } catch (Refusal refusal) {
            LOG.errorf(refusal, "Run %s cannot be given up and is dropped from the queue", run);
            return true;
        } catch (RuntimeException e) {
            LOG.errorf(e, "Run %s cannot be given up now", run);
            return false;
        }
    }

    private static InferenceRunId id(Execution execution) {
        return id(execution.getId());
    }

    private static InferenceRunId id(String text) {
        return new InferenceRunId(UUID.fromString(text));
    }

    /** Process and host, and a random part: one that is used again would make a dead worker's runs look taken. */
    private static String name() {
        return ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();
    }
}
