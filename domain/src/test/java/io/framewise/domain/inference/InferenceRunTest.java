package io.framewise.domain.inference;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aRun;
import static io.framewise.domain.Fixtures.allLabelled;
import static io.framewise.domain.Fixtures.onTheProcessor;
import static io.framewise.domain.Refusals.conflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.inference.RunOutcome.Execution;
import io.framewise.domain.inference.RunState.Cancelled;
import io.framewise.domain.inference.RunState.Failed;
import io.framewise.domain.inference.RunState.Paused;
import io.framewise.domain.inference.RunState.Queued;
import io.framewise.domain.inference.RunState.Running;
import io.framewise.domain.inference.RunState.Succeeded;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a run: every way that it can go, and every way that it cannot. */
class InferenceRunTest {

    private static final InferenceRun QUEUED = aRun();
    private static final Instant START = NOW.plusSeconds(1);
    private static final Instant END = NOW.plusSeconds(9);
    private static final InferenceRun RUNNING = QUEUED.start(START);
    private static final Execution EXECUTION = onTheProcessor().orElseThrow();
    private static final InferenceRun WORKED = RUNNING.worked(EXECUTION);
    private static final OutcomeCounts SOME = new OutcomeCounts(1, 2, 3, 4, 5, 6);
    private static final OutcomeCounts ALL = allLabelled(QUEUED);
    private static final Thresholds REQUESTED = QUEUED.request().thresholds();

    static Stream<InferenceRun> finishedRuns() {
        return Stream.of(
                QUEUED.cancel(END, OutcomeCounts.ZERO),
                WORKED.cancel(END, SOME),
                RUNNING.fail(END, "Broken.", SOME),
                WORKED.succeed(END, ALL));
    }

    static Stream<InferenceRun> unfinishedRuns() {
        return Stream.of(QUEUED, RUNNING, QUEUED.pause(), WORKED.pause());
    }

    static Stream<InferenceRun> allRuns() {
        return Stream.concat(finishedRuns(), unfinishedRuns());
    }

    @Test
    void aRequestedRunIsQueued() {
        assertThat(QUEUED.state()).isEqualTo(new Queued());
    }

    @Test
    void aWorkerTakesAQueuedRun() {
        assertThat(QUEUED.start(START).state()).isEqualTo(new Running(START, Optional.empty()));
    }

    @Test
    void aRunningRunThatAnotherWorkerTakesGoesOnWhereItWas() {
        assertThat(WORKED.start(END)).isEqualTo(WORKED);
    }

    @Test
    void whatItsWorkersDidAddsUp() {
        Execution elsewhere = new Execution("gpu:0", "PyTorch", "2.7.1", "folded, channels last", 1, 100, 200);

        InferenceRun both = WORKED.worked(elsewhere).worked(EXECUTION);

        assertThat(both.state())
                .isEqualTo(new Running(
                        START,
                        Optional.of(new Execution(
                                "cpu and gpu:0",
                                "PyTorch",
                                "2.7.1",
                                "folded and folded, channels last",
                                7,
                                2500,
                                7000))));
    }

    @Test
    void aQueuedRunIsCancelledAtOnce() {
        assertThat(QUEUED.cancel(END, OutcomeCounts.ZERO).state())
                .isEqualTo(new Cancelled(
                        Optional.empty(), END, new RunOutcome(REQUESTED, OutcomeCounts.ZERO, Optional.empty())));
    }

    @Test
    void aRunningRunIsCancelledWithWhatItHasDone() {
        assertThat(WORKED.cancel(END, SOME).state())
                .isEqualTo(new Cancelled(Optional.of(START), END, new RunOutcome(REQUESTED, SOME, onTheProcessor())));
    }

    @Test
    void whoWorkedOnARunThatWasCancelledMeanwhileStillTellsHow() {
        InferenceRun cancelled = RUNNING.cancel(END, SOME).worked(EXECUTION);

        assertThat(cancelled.finishedState().outcome().execution()).contains(EXECUTION);
        assertThat(cancelled.finishedState().outcome().counts()).isEqualTo(SOME);
    }

    @Test
    void aPausedRunIsLeftAloneUntilItIsResumed() {
        InferenceRun paused = WORKED.pause();

        assertThat(paused.state()).isEqualTo(new Paused(Optional.of((Running) WORKED.state())));
        assertThat(paused.pause()).as("pausing it twice").isEqualTo(paused);
        assertThat(conflict(() -> paused.start(END))).isEqualTo("run-paused");
        assertThat(paused.resume()).isEqualTo(WORKED);
        assertThat(QUEUED.pause().resume()).isEqualTo(QUEUED);
        assertThat(conflict(RUNNING::resume)).isEqualTo("run-not-paused");
    }

    @Test
    void aPausedRunRemembersWhatWasUnderWayWhenItWasPaused() {
        assertThat(RUNNING.pause().worked(EXECUTION).resume()).isEqualTo(WORKED);
    }

    @Test
    void aPausedRunIsCancelledToo() {
        assertThat(WORKED.pause().cancel(END, SOME).state())
                .isEqualTo(WORKED.cancel(END, SOME).state());
    }

    @Test
    void aRunSucceedsWhenEveryFrameHasItsOutcome() {
        assertThat(WORKED.succeed(END, ALL).state())
                .isEqualTo(new Succeeded(Optional.of(START), END, new RunOutcome(REQUESTED, ALL, onTheProcessor())));
    }

    @Test
    void aRunWithAFrameTooFewOrTooManyDoesNotSucceed() {
        OutcomeCounts one = new OutcomeCounts(0, 0, 0, 0, 0, 1);
        OutcomeCounts oneLess = new OutcomeCounts(ALL.labelled() - 1, 0, 0, 0, 0, 0);

        assertThatThrownBy(() -> RUNNING.succeed(END, oneLess)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RUNNING.succeed(END, ALL.plus(one))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunFailsWithAReasonAndKeepsWhatItHasDone() {
        assertThat(RUNNING.fail(END, "Broken.", SOME).state())
                .isEqualTo(new Failed(
                        Optional.of(START), END, new RunOutcome(REQUESTED, SOME, Optional.empty()), "Broken."));
    }

    @Test
    void whatFailedIsTriedAgain() {
        assertThat(RUNNING.fail(END, "Broken.", SOME).retry(END)).isEqualTo(RUNNING);
        assertThat(WORKED.succeed(END, ALL).retry(END)).isEqualTo(WORKED);
    }

    @Test
    void aRunThatIsUnderWayWasCancelledOrHasAnotherThresholdByNowIsNotTriedAgain() {
        InferenceRun moved = WORKED.succeed(END, ALL).rederived(Thresholds.of(0.9), SOME);

        assertThat(conflict(() -> RUNNING.retry(END))).isEqualTo("run-not-finished");
        assertThat(conflict(() -> RUNNING.cancel(END, SOME).retry(END))).isEqualTo("run-cancelled");
        assertThat(conflict(() -> moved.retry(END))).isEqualTo("run-threshold-moved");
    }

    @ParameterizedTest
    @MethodSource("finishedRuns")
    void nothingHappensToAFinishedRunAnyMore(InferenceRun finished) {
        assertThat(conflict(() -> finished.start(END))).isEqualTo("run-finished");
        assertThat(conflict(finished::pause)).isEqualTo("run-finished");
        assertThat(conflict(() -> finished.cancel(END, SOME))).isEqualTo("run-finished");
        assertThat(conflict(() -> finished.fail(END, "Broken.", SOME))).isEqualTo("run-finished");
        assertThat(conflict(() -> finished.succeed(END, ALL))).isEqualTo("run-finished");
    }

    @ParameterizedTest
    @MethodSource("finishedRuns")
    void onlyTheThresholdOfAFinishedRunMovesAndItsCountsWithIt(InferenceRun finished) {
        Thresholds stricter = Thresholds.of(0.9);

        InferenceRun rederived = finished.rederived(stricter, SOME);

        RunState.Finished before = finished.finishedState();
        RunState.Finished after = rederived.finishedState();
        assertThat(after.getClass()).isEqualTo(before.getClass());
        assertThat(after.startedAt()).isEqualTo(before.startedAt());
        assertThat(after.finishedAt()).isEqualTo(before.finishedAt());
        assertThat(after.outcome())
                .isEqualTo(new RunOutcome(stricter, SOME, before.outcome().execution()));
    }

    @ParameterizedTest
    @MethodSource("unfinishedRuns")
    void theThresholdOfAnUnfinishedRunDoesNotMove(InferenceRun run) {
        assertThat(conflict(() -> run.rederived(Thresholds.of(0.9), SOME))).isEqualTo("run-not-finished");
        assertThat(conflict(run::finishedState)).isEqualTo("run-not-finished");
    }

    @ParameterizedTest
    @MethodSource("allRuns")
    void aRunsRequestNeverChanges(InferenceRun run) {
        assertThat(run.request()).isSameAs(QUEUED.request());
        assertThat(run.id()).isEqualTo(QUEUED.id());
    }

    @Test
    void statesAreNamedAsInRecordsAndFilters() {
        assertThat(allRuns().map(run -> run.state().name()).distinct())
                .containsExactlyInAnyOrder("queued", "running", "paused", "succeeded", "failed", "cancelled");
    }

    @Test
    void countsAddUpKindByKind() {
        OutcomeCounts sum = SOME.plus(new OutcomeCounts(10, 20, 30, 40, 50, 60));

        assertThat(sum).isEqualTo(new OutcomeCounts(11, 22, 33, 44, 55, 66));
        assertThat(sum.total()).isEqualTo(231);
        assertThat(SOME.plus(OutcomeCounts.ZERO)).isEqualTo(SOME);
    }

    @Test
    void noCountIsBelowZero() {
        assertThatThrownBy(() -> new OutcomeCounts(0, 0, 0, 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutcomeCounts(-1, 0, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void progressStaysInsideTheRange() {
        assertThatThrownBy(() -> new RunProgress(10, 11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunProgress(10, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
