package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_NO;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.anIteration;
import static io.framewise.domain.Fixtures.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.Workbench;
import io.framewise.application.model.AttachModels;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunOutcome.Execution;
import io.framewise.domain.inference.RunProgress;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.ontology.Drafts;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a queued run to its labels, whatever happens on the way. */
class ExecuteRunTest {

    private static final FrameRanges ALL = FrameRanges.of(0, 99);
    private static final UUID SLOT = new UUID(0, 1);
    private static final UUID OTHER_SLOT = new UUID(0, 2);

    private final Workbench bench = new Workbench();
    private final ScriptedFrameClassifier classifier = bench.classifier;

    @Test
    void aRunClassifiesEveryFrameAndMakesItsLabels() {
        classifier.says(frame -> frame < 50 ? new float[] {0.9f, 0.1f, 0} : new float[] {0.2f, 0.8f, 0});
        InferenceRun run = bench.requested(bench.cars);

        bench.execute(run);

        RunState.Succeeded succeeded = (RunState.Succeeded) bench.now(run).state();
        assertThat(succeeded.outcome().counts()).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(succeeded.outcome().execution())
                .contains(new Execution("cpu", "PyTorch", "2.7.1", "folded", 9, 3600, 10200));
        assertThat(answers(CAR)).containsExactly("0..49 " + CAR_YES, "50..99 " + CAR_NO);
        assertThat(bench.labels(CAR)).allMatch(label -> isBy(label, run));
        assertThat(bench.labels(CAR).get(1).confidences().at(0)).isEqualTo(0.8f);
        assertThat(bench.runInference.status(run.id()).progress()).isEqualTo(new RunProgress(100, 100));
    }

    @Test
    void everyProbabilityIsKeptInStepsOfTwoTenThousandths() {
        classifier.says(frame -> new float[] {frame / 100f + 0.00003f, 1 - frame / 100f - 0.00003f, 0});

        InferenceRun run = bench.executed(bench.cars);

        List<ShardResult> shards = bench.runInference.predictions(run.id(), new FrameRange(0, 99));
        assertThat(shards).hasSize(10);
        assertThat(shards.get(4).probabilities(2)).containsExactly(0.42f, 0.58f, 0);
    }

    @Test
    void aShardThatEveryWorkerDiesOfComesToItsEndAndHarmsNoOther() {
        classifier.always(45, () -> {
            throw new LostWorker();
        });
        InferenceRun run = bench.requested(bench.cars);
        UUID slot = UUID.randomUUID();
        int losses = 0;

        for (boolean more = true; more; ) {
            try {
                more = bench.serve(run, slot, () -> false).isPresent();
            } catch (LostWorker lost) {
                losses++;
            }
        }

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(90, 0, 0, 0, 0, 10));
        assertThat(losses).isEqualTo(Shards.FORGIVEN_LOSSES + 5);
    }

    /** Comes out of everything, as if the process had ended. */
    private static final class LostWorker extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void frameByFrameTheOutcomesAddUpToTheRange() {
        classifier.says(frame -> switch (frame % 3) {
            case 0 -> new float[] {0.9f, 0.1f, 0};
            case 1 -> new float[] {0.4f, 0.3f, 0.3f};
            default -> new float[] {0.1f, 0.1f, 0.8f};
        });
        classifier.cannotDecode(FrameRanges.of(90, 99));
        bench.answer(CAR, 0, 8, CAR_NO);

        InferenceRun run = bench.executed(bench.cars);

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(27, 27, 27, 9, 0, 10));
    }

    @Test
    void whatAnEarlierRunOfTheIterationFoundIsReusedBitByBit() {
        classifier.says(frame -> new float[] {(frame + 100) / 210f, 1 - (frame + 100) / 210f, 0});
        InferenceRun earlier = bench.executed(bench.cars);
        List<ShardResult> found = bench.runInference.predictions(earlier.id(), new FrameRange(0, 99));
        int jobs = classifier.jobs().size();

        InferenceRun later = bench.executedWithReuse(bench.cars, null);

        assertThat(classifier.jobs()).hasSize(jobs);
        assertThat(bench.counts(later)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0, 100, 0));
        assertThat(later.finishedState().outcome().execution()).isEmpty();
        assertThat(bench.labels(CAR)).allMatch(label -> isBy(label, later));
        List<ShardResult> reused = bench.runInference.predictions(later.id(), new FrameRange(0, 99));
        for (int shard = 0; shard < found.size(); shard++) {
            assertThat(reused.get(shard).probabilities())
                    .isEqualTo(found.get(shard).probabilities());
            assertThat(reused.get(shard).reused()).isEqualTo(10);
        }
    }

    @Test
    void onlyTheFramesThatNoEarlierRunHasFoundAreInferred() {
        classifier.cannotDecode(FrameRanges.of(25, 25));
        bench.execute(bench.requested(bench.cars, new FrameRange(20, 44)));
        int jobs = classifier.jobs().size();

        InferenceRun later = bench.executedWithReuse(bench.cars, new FrameRange(15, 49));

        FrameRanges inferred = classifier.jobs().stream()
                .skip(jobs)
                .map(FrameClassifier.Job::frames)
                .reduce(FrameRanges.NONE, FrameRanges::union);
        assertThat(inferred)
                .isEqualTo(FrameRanges.ofAll(
                        List.of(new FrameRange(15, 19), FrameRange.single(25), new FrameRange(45, 49))));
        assertThat(bench.counts(later)).isEqualTo(new OutcomeCounts(34, 0, 0, 0, 0, 1, 24, 0));
    }

    @Test
    void withAStrideEveryNthFrameIsInferredAndTheOthersHoldItsAnswer() {
        classifier.says(frame -> frame < 50 ? new float[] {0.9f, 0.1f, 0} : new float[] {0.2f, 0.8f, 0});
        classifier.cannotDecode(FrameRanges.of(71, 71));
        bench.answer(CAR, 30, 34, CAR_NO);

        InferenceRun run = bench.executed(bench.cars, 7);

        FrameRanges inferred = classifier.jobs().stream()
                .map(FrameClassifier.Job::frames)
                .reduce(FrameRanges.NONE, FrameRanges::union);
        assertThat(inferred.frames()).containsExactly(0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(95, 0, 0, 5, 0, 0, 0, 80));
        assertThat(answers(CAR))
                .containsExactly("0..29 " + CAR_YES, "30..34 " + CAR_NO, "35..55 " + CAR_YES, "56..99 " + CAR_NO);
        assertThat(bench.labels(CAR).get(0).held().contains(7)).isFalse();
        assertThat(bench.labels(CAR).get(0).held().contains(8)).isTrue();
    }

    @Test
    void whatWouldHoldTheAnswerOfAFrameThatFailedFailsWithIt() {
        classifier.cannotDecode(FrameRanges.of(20, 20));

        InferenceRun run = bench.executed(bench.cars, 10);

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(90, 0, 0, 0, 0, 10, 0, 81));
        assertThat(bench.runInference
                        .predictions(run.id(), new FrameRange(25, 25))
                        .get(0)
                        .failures())
                .contains(new ShardResult.Failure(25, "Frame 20, whose answer it would hold, failed."));
    }

    @Test
    void noAnswerIsHeldAcrossAClosedGate() {
        bench.answer(CAR, 0, 44, CAR_YES);
        bench.answer(CAR, 45, 54, CAR_NO);
        bench.answer(CAR, 55, 99, CAR_YES);
        classifier.says(frame -> frame < 50 ? new float[] {0.9f, 0.1f} : new float[] {0.2f, 0.8f});

        InferenceRun run = bench.executed(bench.reds, 40);

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(90, 0, 0, 0, 10, 0, 0, 86));
        assertThat(answers(RED)).containsExactly("0..44 " + RED_YES, "55..99 " + RED_NO);
    }

    @Test
    void aFreshRunInfersEverything() {
        bench.executed(bench.cars);
        int jobs = classifier.jobs().size();

        InferenceRun later = bench.executed(bench.cars);

        assertThat(classifier.jobs().size()).isGreaterThan(jobs);
        assertThat(bench.counts(later).reused()).isZero();
    }

    @Test
    void framesOutsideTheRangeAreLeftAlone() {
        InferenceRun run = bench.requested(bench.cars, new FrameRange(17, 44));

        bench.execute(run);

        assertThat(answers(CAR)).containsExactly("17..44 " + CAR_YES);
        assertThat(bench.counts(run).total()).isEqualTo(28);
    }

    @Test
    void aNestedQuestionBeforeItsParentIsGatedOutOnEveryFrameWithoutInference() {
        InferenceRun run = bench.executed(bench.reds);

        assertThat(run.state()).isInstanceOf(RunState.Succeeded.class);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(0, 0, 0, 0, 100, 0));
        assertThat(run.finishedState().outcome().execution()).isEmpty();
        assertThat(classifier.jobs()).isEmpty();
    }

    @Test
    void aNestedQuestionIsDecodedAndClassifiedOnlyWhereItsGateIsOpen() {
        classifier.says(frame -> frame % 20 < 10 ? new float[] {0.9f, 0.1f} : new float[] {0.1f, 0.9f});
        bench.executed(bench.cars);
        int jobs = classifier.jobs().size();

        InferenceRun run = bench.executed(bench.reds);

        FrameRanges cars = FrameRanges.ofAll(List.of(
                new FrameRange(0, 9),
                new FrameRange(20, 29),
                new FrameRange(40, 49),
                new FrameRange(60, 69),
                new FrameRange(80, 89)));
        assertThat(classifier.framesFrom(jobs)).isEqualTo(cars);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(50, 0, 0, 0, 50, 0));
    }

    @Test
    void framesThatAPersonAnsweredAreKeptAndNotClassified() {
        bench.answer(CAR, 10, 29, CAR_NO);

        InferenceRun run = bench.executed(bench.cars);

        assertThat(classifier.framesFrom(0)).isEqualTo(ALL.minus(FrameRanges.of(10, 29)));
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(80, 0, 0, 20, 0, 0));
        assertThat(answers(CAR)).containsExactly("0..9 " + CAR_YES, "10..29 " + CAR_NO, "30..99 " + CAR_YES);
    }

    @Test
    void framesThatFailFailAlone() {
        classifier.cannotDecode(FrameRanges.ofAll(List.of(FrameRange.single(5), FrameRange.single(50))));

        InferenceRun run = bench.executed(bench.cars);

        assertThat(run.state()).isInstanceOf(RunState.Succeeded.class);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(98, 0, 0, 0, 0, 2));
        assertThat(bench.runInference
                        .predictions(run.id(), FrameRange.single(50))
                        .get(0)
                        .failures())
                .containsExactly(new ShardResult.Failure(50, "Frame 50 is damaged."));
    }

    @Test
    void aRunOfWhichEveryFrameFailsHasFailedAndSaysWhy() {
        classifier.cannotDecode(ALL);

        InferenceRun run = bench.executed(bench.cars);

        RunState.Failed failed = (RunState.Failed) run.state();
        assertThat(failed.reason()).isEqualTo("No frame could be classified: Frame 0 is damaged.");
        assertThat(failed.outcome().counts()).isEqualTo(new OutcomeCounts(0, 0, 0, 0, 0, 100));
        assertThat(bench.lastEntry().details()).containsEntry("reason", failed.reason());
    }

    @Test
    void keptFramesDoNotHideThatEveryOtherFrameFailed() {
        bench.answer(CAR, 0, 49, CAR_NO);
        classifier.cannotDecode(ALL);

        InferenceRun run = bench.executed(bench.cars);

        assertThat(run.state()).isInstanceOf(RunState.Failed.class);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(0, 0, 0, 50, 0, 50));
    }

    @Test
    void aRunThatWasCancelledInTheQueueIsNeverExecuted() {
        InferenceRun run = bench.requested(bench.cars);
        bench.controlRuns.cancel(BEN, run.id());

        bench.execute(run);

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Cancelled.class);
        assertThat(classifier.jobs()).isEmpty();
    }

    @Test
    void aRunThatIsCancelledOnItsWayKeepsWholeShardsOnly() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(45, () -> bench.controlRuns.cancel(BEN, run.id()));

        bench.execute(run);

        RunState.Cancelled cancelled = (RunState.Cancelled) bench.now(run).state();
        assertThat(cancelled.outcome().counts()).isEqualTo(new OutcomeCounts(40, 0, 0, 0, 0, 0));
        assertThat(answers(CAR)).containsExactly("0..39 " + CAR_YES);
        assertThat(bench.runInference.predictions(run.id(), new FrameRange(0, 99)))
                .hasSize(4);
        assertThat(cancelled.outcome().execution()).isPresent();
        assertThat(bench.actions()).endsWith("inference-run.cancelled").doesNotContain("inference-run.succeeded");
    }

    @Test
    void aRunThatIsCancelledInItsLastShardIsCancelledAndNotSucceeded() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(99, () -> bench.controlRuns.cancel(BEN, run.id()));

        bench.execute(run);

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Cancelled.class);
        assertThat(answers(CAR)).containsExactly("0..89 " + CAR_YES);
    }

    @Test
    void aCancelledRunWhoseClassifierGivesUpIsCancelledAndNotFailed() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(45, () -> {
            bench.controlRuns.cancel(BEN, run.id());
            throw new Refusal.Unavailable("inference-process-lost", "The process is gone.");
        });

        bench.execute(run);

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Cancelled.class);
        assertThat(bench.lastEntry().action()).isEqualTo("inference-run.cancelled");
    }

    @Test
    void aShardThatFailsIsTriedAgainAloneAndNothingOfItIsMissing() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(45, () -> {
            throw new Refusal.Unavailable("inference-process-lost", "The process is gone.");
        });

        bench.execute(run);

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Succeeded.class);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(classifier.jobs())
                .extracting(FrameClassifier.Job::frames)
                .containsExactly(
                        FrameRanges.of(0, 39),
                        FrameRanges.of(40, 79),
                        FrameRanges.of(40, 49),
                        FrameRanges.of(50, 59),
                        FrameRanges.of(60, 69),
                        FrameRanges.of(70, 79),
                        FrameRanges.of(80, 99));
    }

    @Test
    void aShardThatAlwaysFailsIsGivenUpAndItsSiblingsFinish() {
        InferenceRun run = bench.requested(bench.cars);
        bench.answer(CAR, 48, 49, CAR_NO);
        classifier.always(45, () -> {
            throw new IllegalStateException("The disk is broken.");
        });

        bench.execute(run);

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Succeeded.class);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(90, 0, 0, 2, 0, 8));
        assertThat(answers(CAR)).containsExactly("0..39 " + CAR_YES, "48..49 " + CAR_NO, "50..99 " + CAR_YES);
        assertThat(failures(run, 45))
                .hasSize(8)
                .allMatch(failure ->
                        failure.reason().contains("5 times") && failure.reason().contains("The disk is broken."));
    }

    @Test
    void whatCrashesANetworkIsNotTriedOftenerThanItTakesToFindIt() {
        InferenceRun run = bench.requested(bench.cars);
        AtomicInteger tries = new AtomicInteger();
        classifier.always(45, () -> {
            tries.incrementAndGet();
            throw new Refusal.Unavailable("network-crashed", "The inference process crashed.");
        });

        bench.execute(run);

        assertThat(tries).hasValue(2);
        assertThat(bench.counts(run).failed()).isEqualTo(10);
        assertThat(failures(run, 45))
                .extracting(ShardResult.Failure::reason)
                .containsOnly("The inference process crashed.");
    }

    @Test
    void aRunOfWhichNothingComesIsGivenUpBeforeAllOfItWasTried() {
        InferenceRun run = bench.requested(bench.cars);
        for (int frame = 0; frame < 100; frame++) {
            classifier.always(frame, () -> {
                throw new Refusal.Unavailable("network-crashed", "The inference process crashed.");
            });
        }

        bench.execute(run);

        RunState.Failed failed = (RunState.Failed) bench.now(run).state();
        assertThat(failed.reason()).isEqualTo("The inference process crashed.");
        assertThat(failed.outcome().counts()).isEqualTo(new OutcomeCounts(0, 0, 0, 0, 0, 30));
        assertThat(bench.lastEntry().action()).isEqualTo("inference-run.failed");
    }

    @Test
    void whatWasGivenUpIsTriedAgainOnDemandAndNothingElseIs() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.always(45, () -> {
            throw new IllegalStateException("The disk is broken.");
        });
        bench.execute(run);
        classifier.calm();
        int jobs = classifier.jobs().size();

        bench.controlRuns.retry(BEN, run.id());
        assertThat(bench.now(run).state()).isInstanceOf(RunState.Running.class);
        assertThat(bench.runInference.status(run.id()).progress()).isEqualTo(new RunProgress(100, 90));
        bench.execute(run);

        assertThat(classifier.framesFrom(jobs)).isEqualTo(FrameRanges.of(40, 49));
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(bench.actions()).endsWith("inference-run.retried", "inference-run.succeeded");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 57, 60, 99})
    void aRunWhoseWorkerDiesGoesOnBehindTheShardsThatAreWritten(int frame) {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(frame, () -> {
            throw new OutOfMemoryError("The worker is gone.");
        });
        assertThatThrownBy(() -> serve(run, SLOT)).isInstanceOf(OutOfMemoryError.class);
        assertThat(bench.now(run).state()).isInstanceOf(RunState.Running.class);
        int jobs = classifier.jobs().size();

        serve(run, SLOT);

        int written = frame / Workbench.SHARD_FRAMES * Workbench.SHARD_FRAMES;
        assertThat(classifier.framesFrom(jobs)).isEqualTo(FrameRanges.of(written, 99));
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(answers(CAR)).containsExactly("0..99 " + CAR_YES);
        assertThat(bench.actions())
                .containsExactly("inference-run.requested", "inference-run.started", "inference-run.succeeded");
    }

    @Test
    void theShardsOfADeadWorkerWaitUntilItsSlotIsServedAgain() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(15, () -> {
            throw new OutOfMemoryError("The worker is gone.");
        });
        assertThatThrownBy(() -> serve(run, SLOT)).isInstanceOf(OutOfMemoryError.class);

        serve(run, OTHER_SLOT);
        assertThat(bench.now(run).state()).isInstanceOf(RunState.Running.class);
        assertThat(answers(CAR)).containsExactly("0..9 " + CAR_YES, "40..99 " + CAR_YES);
        serve(run, SLOT);

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
    }

    @Test
    void twoWorkersShareARun() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(25, () -> serve(run, OTHER_SLOT));

        serve(run, SLOT);

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Succeeded.class);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(answers(CAR)).containsExactly("0..99 " + CAR_YES);
        assertThat(bench.runInference.status(run.id()).progress()).isEqualTo(new RunProgress(100, 100));
        assertThat(bench.actions())
                .containsExactly("inference-run.requested", "inference-run.started", "inference-run.succeeded");
    }

    @Test
    void aWorkerThatWasTakenForDeadWritesNothingMore() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(25, () -> {
            classifier.says(frame -> new float[] {0.1f, 0.9f});
            bench.serve(run, SLOT, () -> false);
            classifier.says(frame -> new float[] {0.9f, 0.1f});
        });

        serve(run, SLOT);

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(answers(CAR))
                .as("what its successor found")
                .containsExactly("0..19 " + CAR_YES, "20..59 " + CAR_NO, "60..99 " + CAR_YES);
    }

    @Test
    void aRunWhoseWorkerIsToldToStopGoesOnAtTheNext() {
        InferenceRun run = bench.requested(bench.cars);
        AtomicInteger asked = new AtomicInteger();
        Optional<Duration> again = bench.serve(run, SLOT, () -> asked.incrementAndGet() > 7);
        assertThat(again).contains(Duration.ZERO);
        assertThat(bench.now(run).state()).isInstanceOf(RunState.Running.class);
        int written =
                bench.runInference.predictions(run.id(), new FrameRange(0, 99)).size() * Workbench.SHARD_FRAMES;
        int jobs = classifier.jobs().size();

        serve(run, OTHER_SLOT);

        assertThat(written).isBetween(10, 30);
        assertThat(classifier.framesFrom(jobs)).isEqualTo(FrameRanges.of(written, 99));
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
    }

    @Test
    void nobodyWaitsForTheNetworkOfAWorkerThatIsToldToStop() {
        InferenceRun run = bench.requested(bench.cars);
        AtomicBoolean stop = new AtomicBoolean();
        classifier.before(25, () -> stop.set(true));
        classifier.whileStopping(() -> serve(run, OTHER_SLOT));

        bench.serve(run, SLOT, stop::get);

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Finished.class);
        assertThat(classifier.framesFrom(1)).isEqualTo(FrameRanges.of(20, 99));
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
    }

    @Test
    void aWorkerThatIsToldToStopAtOnceClassifiesNothing() {
        InferenceRun run = bench.requested(bench.cars);

        Optional<Duration> again = bench.serve(run, SLOT, () -> true);

        assertThat(again).contains(Duration.ZERO);
        assertThat(classifier.jobs()).isEmpty();
        assertThat(bench.now(run).state()).isInstanceOf(RunState.Running.class);
    }

    @Test
    void aRunThatIsPausedOnItsWayIsLeftAloneUntilItIsResumed() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(45, () -> bench.controlRuns.pause(BEN, run.id()));
        assertThat(serveOnce(run)).contains(Duration.ZERO);
        assertThat(serveOnce(run)).isEmpty();
        assertThat(serveOnce(run)).isEmpty();
        assertThat(answers(CAR)).containsExactly("0..39 " + CAR_YES);

        bench.controlRuns.resume(BEN, run.id());
        serve(run, OTHER_SLOT);

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(bench.actions())
                .endsWith("inference-run.paused", "inference-run.resumed", "inference-run.succeeded");
    }

    @Test
    void aFinishedRunThatIsExecutedAgainStaysAsItIs() {
        InferenceRun run = bench.executed(bench.cars);
        List<?> before = bench.unitOfWork.everything();

        bench.execute(run);

        assertThat(bench.unitOfWork.everything()).isEqualTo(before);
    }

    @Test
    void aPersonWhoAnswersWhileTheRunIsGoingKeepsTheirAnswer() {
        InferenceRun run = bench.requested(bench.cars);
        classifier.before(25, () -> bench.answer(CAR, 30, 34, CAR_NO));

        bench.execute(run);

        assertThat(answers(CAR)).containsExactly("0..29 " + CAR_YES, "30..34 " + CAR_NO, "35..99 " + CAR_YES);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(95, 0, 0, 5, 0, 0));
    }

    @Test
    void framesWhoseGateClosesWhileTheRunIsGoingAreGatedOut() {
        bench.executed(bench.cars);
        InferenceRun run = bench.requested(bench.reds);
        classifier.before(25, () -> bench.answer(CAR, 30, 34, CAR_NO));

        bench.execute(run);

        assertThat(answers(RED)).containsExactly("0..29 " + RED_YES, "35..99 " + RED_YES);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(95, 0, 0, 0, 5, 0));
    }

    @Test
    void aLaterRunReplacesTheAnswersOfAnEarlierAndTheAnswersBelowGoWithThem() {
        bench.executed(bench.cars);
        bench.executed(bench.reds);
        classifier.says(frame -> frame < 30 ? new float[] {0.1f, 0.9f} : new float[] {0.9f, 0.1f});

        InferenceRun later = bench.executed(bench.cars);

        assertThat(answers(CAR)).containsExactly("0..29 " + CAR_NO, "30..99 " + CAR_YES);
        assertThat(bench.labels(CAR)).allMatch(label -> isBy(label, later));
        assertThat(answers(RED)).containsExactly("30..99 " + RED_YES);
        assertThat(bench.audit())
                .filteredOn(entry -> entry.action().equals("inference-run.removed-answers"))
                .hasSize(3)
                .extracting(entry -> entry.details().get("removed below " + RED))
                .containsExactly("10 frames: 0..9", "10 frames: 10..19", "10 frames: 20..29");
    }

    @Test
    void aPersonsAnswerBelowKeepsALaterRunFromChangingTheParent() {
        bench.executed(bench.cars);
        bench.answer(RED, 10, 19, RED_NO);
        classifier.says(frame -> new float[] {0.1f, 0.9f});

        InferenceRun later = bench.executed(bench.cars);

        assertThat(answers(CAR)).containsExactly("0..9 " + CAR_NO, "10..19 " + CAR_YES, "20..99 " + CAR_NO);
        assertThat(answers(RED)).containsExactly("10..19 " + RED_NO);
        assertThat(bench.counts(later)).isEqualTo(new OutcomeCounts(90, 0, 0, 10, 0, 0));
    }

    @Test
    void aRunDoesWhatWasAskedWhateverBecameOfModelMappingAndOntologySince() {
        InferenceRun run = bench.requested(bench.cars);
        Iteration second = anIteration(bench.carModel.id(), 2);
        bench.unitOfWork.run(() -> bench.stores.models().addIteration(second));
        bench.attachModels.change(
                ANNA,
                bench.cars.id(),
                new AttachModels.Request(
                        null, mapping("car", CAR_NO, "no car", CAR_YES).options(), null, null, false),
                null);
        bench.defineProjects.reviseOntology(ANNA, bench.project.id(), Drafts.of(bench.project.ontology()), null);

        bench.execute(run);

        assertThat(bench.now(run).request()).isEqualTo(run.request());
        assertThat(bench.now(run).state()).isInstanceOf(RunState.Succeeded.class);
        assertThat(classifier.jobs().get(0).iteration()).isEqualTo(bench.carModel.latest());
        assertThat(answers(CAR)).containsExactly("0..99 " + CAR_YES);
    }

    @Test
    void questionsThatWereNestedSinceTheRequestObeyTheirNewParentToo() {
        bench.executed(bench.cars);
        InferenceRun run = bench.requested(bench.cars);
        classifier.says(frame -> new float[] {0.1f, 0.9f});
        FeatureNodeHash nested = nestedBelowYes();
        bench.answerText(nested, 0, 9, "Which make?");

        bench.execute(run);

        assertThat(bench.labels(nested))
                .as("a person's answer holds its parent")
                .hasSize(1);
        assertThat(answers(CAR)).containsExactly("0..9 " + CAR_YES, "10..99 " + CAR_NO);
    }

    @Test
    void autoRunsOnAGpuWhenThereIsOneAndTheRunSaysWhich() {
        bench.devices.gpus(2);

        InferenceRun run = bench.executed(bench.cars);

        assertThat(run.request().device()).isEqualTo("auto");
        assertThat(run.finishedState().outcome().execution().orElseThrow().device())
                .isEqualTo("gpu:0");
    }

    @Test
    void aDeviceThatHasGoneSinceTheRequestFailsTheRun() {
        bench.devices.gpus(1);
        RunInference.Request onTheGpu = new RunInference.Request(
                bench.cars.id(), null, bench.video.id(), null, new Confidence(0.5), null, null, null, null, "gpu:0");
        InferenceRun run = bench.runInference.request(ANNA, bench.project.id(), onTheGpu, null);
        bench.devices.gpus(0);

        bench.execute(run);

        assertThat(((RunState.Failed) bench.now(run).state()).reason()).contains("no device \"gpu:0\"");
    }

    @Test
    void theRecordSaysWhatBecameOfEachFrame() {
        classifier.cannotDecode(FrameRanges.of(0, 1));
        bench.answer(CAR, 2, 4, CAR_NO);

        bench.executed(bench.cars);

        AuditEntry last = bench.lastEntry();
        assertThat(last.action()).isEqualTo("inference-run.succeeded");
        assertThat(last.details())
                .containsEntry("labelled", "95")
                .containsEntry("kept", "3")
                .containsEntry("failed", "2")
                .containsEntry("belowThreshold", "0")
                .containsEntry("unmapped", "0")
                .containsEntry("gatedOut", "0");
    }

    private Optional<Duration> serveOnce(InferenceRun run) {
        return bench.serve(run, SLOT, () -> false);
    }

    private void serve(InferenceRun run, UUID slot) {
        while (bench.serve(run, slot, () -> false).isPresent()) {}
    }

    private List<ShardResult.Failure> failures(InferenceRun run, int frame) {
        return bench.runInference
                .predictions(run.id(), FrameRange.single(frame))
                .get(0)
                .failures();
    }

    private FeatureNodeHash nestedBelowYes() {
        return bench.defineProjects
                .reviseOntology(
                        ANNA,
                        bench.project.id(),
                        Drafts.withNested(bench.project.ontology(), CAR_YES, Drafts.text("Which make?")),
                        null)
                .ontology()
                .below(CAR)
                .get(1)
                .featureNodeHash();
    }

    /** Each label as frames and option. */
    private List<String> answers(FeatureNodeHash attribute) {
        return bench.labels(attribute).stream()
                .map(label -> label.frames() + " " + ((Answer.Radio) label.answer()).option())
                .toList();
    }

    private static boolean isBy(Label label, InferenceRun run) {
        return label.source().equals(new LabelSource.Run(run.id().value()));
    }
}
