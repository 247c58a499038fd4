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
import io.framewise.adapters.persistence.NoTaskData;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.application.inference.Pool;
import io.framewise.domain.Refusal;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Takes slots from a queue and serves them, a few at a time. A slot that could not be served for a technical reason is tried
 * again with growing pauses; one whose worker died (its row has no heartbeat any more) is taken by another worker; one that
 * is interrupted because this worker stops goes back into the queue.
 */
final class RunWorker {

    /** @param retryPause before the first repetition; doubled before each further one */
    record Timing(Duration polling, Duration heartbeat, Duration retryPause, Duration stopWait) {

        static final Timing STANDARD = new Timing(
                Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(30));

        Timing polling(Duration other) {
            return new Timing(other, heartbeat, retryPause, stopWait);
        }
    }

    private static final Logger LOG = Logger.getLogger(RunWorker.class);

    /** A slot whose worker has not been heard of for so many heartbeats is taken by another one; fewer are refused. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final int MOST_DOUBLINGS = 5;

    private final Pool pool;
    private final Supplier<ExecuteRun> executeRun;
    private final Timing timing;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private volatile boolean stopping;
    private volatile boolean retired;

    /**
     * @param executeRun asked for when the first slot is there
     * @param clock the same on all nodes: heartbeats are compared by it
     * @param slots how many are served at a time
     */
    RunWorker(
            DataSource dataSource,
            Pool pool,
            Supplier<ExecuteRun> executeRun,
            InstantSource clock,
            int slots,
            Timing timing) {
        this.pool = pool;
        this.executeRun = executeRun;
        this.timing = timing;
        this.clock = clock;
        CustomTask<Void> task = Tasks.custom(Slot.TASK, Void.class)
                .onFailure(this::failed)
                .onDeadExecution((dead, operations) -> {
                    LOG.warnf(
                            "The worker of slot %s has died; its run goes on",
                            dead.getExecution().getId());
                    operations.reschedule(dead, clock.instant());
                })
                .execute(this::execute);
        this.scheduler = Scheduler.create(dataSource, task)
                .tableName(Slot.table(pool))
                .serializer(new NoTaskData())
                .enablePriority()
                .threads(slots)
                .clock(clock::instant)
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

    /** Returns when the slots that were being served are back in the queue. */
    void stop() {
        stopping = true;
        scheduler.stop();
    }

    /** Gives back what it serves and takes nothing any more, until it is told otherwise. */
    void retire(boolean retires) {
        retired = retires;
        if (retires) {
            scheduler.pause();
        } else {
            scheduler.resume();
        }
    }

    /** Looks into the queue now, not at the next poll. */
    void wake() {
        if (!stopping && !retired) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        Slot slot = Slot.of(instance.getId());
        Optional<Duration> again = executeRun.get().execute(slot.run(), pool, slot.id(), () -> stopping || retired);
        return (complete, operations) -> {
            if (again.isPresent()) {
                operations.reschedule(complete, clock.instant().plus(again.get()));
                wakeAt(again.get());
            } else {
                operations.stop();
            }
        };
    }

    /** A slot that goes on at once need not wait for the next poll. */
    private void wakeAt(Duration pause) {
        if (pause.isZero()) {
            wake();
        }
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution execution = complete.getExecution();
        Throwable cause = complete.getCause().orElse(null);
        if (cause instanceof Refusal.NotFound) {
            LOG.errorf("Slot %s is dropped from the queue: %s", execution.getId(), cause.getMessage());
            operations.stop();
            return;
        }
        Duration pause = stopping
                ? Duration.ZERO
                : timing.retryPause().multipliedBy(1L << Math.min(execution.consecutiveFailures, MOST_DOUBLINGS));
        LOG.warnf(cause, "Slot %s could not be served and is tried again in %s", execution.getId(), pause);
        operations.reschedule(complete, clock.instant().plus(pause));
    }

    /** Process and host, and a random part: one that is used again would make a dead worker's slots look taken. */
    private static String name() {
        return ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();
    }
}
