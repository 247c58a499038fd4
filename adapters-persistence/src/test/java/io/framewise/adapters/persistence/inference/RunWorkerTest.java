package io.framewise.adapters.persistence.inference;

import static io.framewise.domain.Fixtures.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.persistence.Await;
import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.adapters.persistence.Sql;
import io.framewise.application.Stores;
import io.framewise.application.StoresContract;
import io.framewise.application.audit.Journal;
import io.framewise.application.inference.DeriveLabels;
import io.framewise.application.inference.DeviceCatalog;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.application.inference.FrameClassifier.Result.Classified;
import io.framewise.application.inference.Pool;
import io.framewise.application.inference.RunQueue;
import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.Devices;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.media.FrameRanges;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class RunWorkerTest extends StoresContract {

    private static final RunWorker.Timing QUICK = new RunWorker.Timing(
            Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(5), Duration.ofSeconds(10));
    private static final RunWorker.Timing SELDOM = new RunWorker.Timing(
            Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofSeconds(10));

    @Inject
    Stores stores;

    @Inject
    DataSource dataSource;

    @Inject
    TransactionSynchronizationRegistry transaction;

    @Inject
    Sql sql;

    private final List<RunWorker> workers = new ArrayList<>();

    @Override
    protected Stores stores() {
        return stores;
    }

    @BeforeEach
    void anEmptyQueue() throws Exception {
        sql.update("DELETE FROM inference_queue_cpu");
    }

    @AfterEach
    void workersGoHome() {
        workers.forEach(RunWorker::stop);
    }

    @Test
    void aQueuedRunIsExecutedAndLeavesTheQueue() {
        InferenceRun run = queuedRun();

        worker(RunWorkerTest::sureOfTheFirstFeature, QUICK);

        awaitEmptyQueue();
        assertThat(state(run))
                .isInstanceOfSatisfying(
                        RunState.Succeeded.class,
                        succeeded -> assertThat(succeeded.outcome().counts())
                                .isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0)));
    }

    @Test
    void aRunIsTakenAsSoonAsItsTransactionHasCommitted() {
        RunWorker worker = worker(RunWorkerTest::sureOfTheFirstFeature, SELDOM);
        InferenceRun run = queuedRun(pool -> worker.wake());

        awaitEmptyQueue();
        assertThat(state(run)).isInstanceOf(RunState.Succeeded.class);
    }

    @Test
    void aRunThatFailsForATechnicalReasonIsTriedAgain() {
        InferenceRun run = queuedRun();
        AtomicInteger attempts = new AtomicInteger();

        worker(
                (job, sink) -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("The disk has hiccups.");
                    }
                    return sureOfTheFirstFeature(job, sink);
                },
                QUICK);

        awaitEmptyQueue();
        assertThat(state(run)).isInstanceOf(RunState.Succeeded.class);
        assertThat(attempts).hasValueGreaterThan(3);
    }

    @Test
    void aRunThatAlwaysFailsIsGivenUpAndSaysWhy() {
        InferenceRun run = queuedRun();

        worker(
                (job, sink) -> {
                    throw new IllegalStateException("The disk is broken.");
                },
                QUICK);

        awaitEmptyQueue();
        assertThat(state(run))
                .isInstanceOfSatisfying(
                        RunState.Failed.class,
                        failed -> assertThat(failed.reason()).contains("5 times", "The disk is broken."));
    }

    @Test
    void aStoppingWorkerInterruptsItsRunAndAnotherOneGoesOn() throws Exception {
        InferenceRun run = queuedRun();
        CountDownLatch begun = new CountDownLatch(1);
        RunWorker first = worker(
                (job, sink) -> {
                    List<Integer> frames = job.frames().frames().boxed().toList();
                    boolean goOn = sink.accept(List.of(sure(job, frames.get(0))));
                    begun.countDown();
                    while (goOn) {
                        goOn = sink.accept(List.of());
                    }
                    return new FrameClassifier.Report("Test", "1", "as imported", 0, 1, 1);
                },
                QUICK);
        begun.await();

        first.stop();

        assertThat(sql.text(
                        "SELECT bool_or(picked) FROM inference_queue_cpu WHERE task_instance LIKE ?", run.id() + "/%"))
                .isEqualTo("f");
        assertThat(state(run)).isInstanceOf(RunState.Running.class);
        worker(RunWorkerTest::sureOfTheFirstFeature, QUICK);
        awaitEmptyQueue();
        assertThat(state(run)).isInstanceOf(RunState.Succeeded.class);
    }

    @Test
    void theRunOfADeadWorkerIsTakenByAnother() throws Exception {
        InferenceRun run = queuedRun();
        sql.update("""
                UPDATE inference_queue_cpu
                SET picked = true, picked_by = 'dead', last_heartbeat = now() - interval '1 minute', version = version + 1
                """);

        worker(RunWorkerTest::sureOfTheFirstFeature, QUICK);

        awaitEmptyQueue();
        assertThat(state(run)).isInstanceOf(RunState.Succeeded.class);
    }

    @Test
    void aRunThatIsGoneIsDroppedFromTheQueue() {
        InferenceRun unknown = aRun();
        inTransaction(() -> new DbSchedulerRunQueue(dataSource, transaction, InstantSource.system(), pool -> {})
                .enqueue(unknown.id(), Pool.CPU, 1, RunQueue.Priority.INTERACTIVE));

        worker(RunWorkerTest::sureOfTheFirstFeature, QUICK);

        awaitEmptyQueue();
    }

    private RunWorker worker(FrameClassifier classifier, RunWorker.Timing timing) {
        ExecuteRun executeRun = executeRun(classifier);
        RunWorker worker = new RunWorker(dataSource, Pool.CPU, () -> executeRun, InstantSource.system(), 1, timing);
        workers.add(worker);
        worker.start();
        return worker;
    }

    private ExecuteRun executeRun(FrameClassifier classifier) {
        InstantSource clock = InstantSource.system();
        Journal journal = new Journal(stores.auditTrail(), clock);
        DeriveLabels deriveLabels = new DeriveLabels(
                stores.unitOfWork(),
                stores.projects(),
                stores.dataUnits(),
                stores.runs(),
                stores.shardResults(),
                stores.labels(),
                stores.labelHistory(),
                journal);
        return new ExecuteRun(
                stores.unitOfWork(),
                stores.projects(),
                stores.dataUnits(),
                stores.models(),
                stores.runs(),
                stores.shards(),
                stores.shardResults(),
                stores.labels(),
                classifier,
                new OnlyTheProcessor(),
                deriveLabels,
                journal,
                clock,
                5,
                Duration.ofMillis(5));
    }

    private InferenceRun queuedRun() {
        return queuedRun(pool -> {});
    }

    private InferenceRun queuedRun(Consumer<Pool> wake) {
        InferenceRun run = aRun(storableRequest());
        DbSchedulerRunQueue queue = new DbSchedulerRunQueue(dataSource, transaction, InstantSource.system(), wake);
        inTransaction(() -> {
            stores.runs().add(run, null);
            stores.shards()
                    .add(run.id(), Shard.plan(run.request().frameRange(), FrameRanges.of(0, 99), new int[] {0}, 30));
            queue.enqueue(run.id(), Pool.CPU, 1, RunQueue.Priority.INTERACTIVE);
        });
        return run;
    }

    private RunState state(InferenceRun run) {
        return inTransaction(() -> stores.runs().get(run.id())).state();
    }

    private void awaitEmptyQueue() {
        Await.until(
                "the queue is empty",
                () -> sql.text("SELECT count(*) FROM inference_queue_cpu").equals("0"));
    }

    private static FrameClassifier.Report sureOfTheFirstFeature(FrameClassifier.Job job, FrameClassifier.Sink sink) {
        job.frames().frames().allMatch(frame -> sink.accept(List.of(sure(job, frame))));
        return new FrameClassifier.Report("Test", "1", "as imported", 0, 1, 1);
    }

    private static FrameClassifier.Result sure(FrameClassifier.Job job, int frame) {
        float[] probabilities = new float[job.features()];
        probabilities[0] = 1;
        return new Classified(frame, probabilities);
    }

    private static final class OnlyTheProcessor implements DeviceCatalog {
        @Override
        public Devices devices() {
            return new Devices(List.of(new Device.Cpu()));
        }

        @Override
        public String describe(Device device) {
            return "A processor";
        }

        @Override
        public String engine() {
            return "Test 1";
        }
    }
}
