package io.framewise.domain.inference;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aRun;
import static io.framewise.domain.Fixtures.allLabelled;
import static io.framewise.domain.Fixtures.onTheProcessor;
import static io.framewise.domain.Refusals.conflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.inference.RunState.Cancelled;
import io.framewise.domain.inference.RunState.Failed;
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
    private static final InferenceRun CANCELLING = RUNNING.cancel(END);
    private static final OutcomeCounts SOME = new OutcomeCounts(1, 2, 3, 4, 5, 6);
    private static final OutcomeCounts ALL = allLabelled(QUEUED);
    private static final Confidence REQUESTED = QUEUED.request().confidence();

    static Stream<InferenceRun> finishedRuns() {
        return Stream.of(
                QUEUED.cancel(END),
                CANCELLING.stop(END, SOME, onTheProcessor()),
                RUNNING.fail(END, "Broken.", SOME, Optional.empty()),
                RUNNING.succeed(END, ALL, onTheProcessor()));
    }

    static Stream<InferenceRun> unfinishedRuns() {
        return Stream.of(QUEUED, RUNNING, CANCELLING);
    }

    static Stream<InferenceRun> allRuns() {
        return Stream.concat(finishedRuns(), unfinishedRuns());
    }

    @Test
    void aRequestedRunIsQueued() {
        assertThat(QUEUED.state()).isEqualTo(new Queued());
        assertThat(QUEUED.cancelRequested()).isFalse();
    }

    @Test
    void aWorkerTakesAQueuedRun() {
        assertThat(QUEUED.start(START).state()).isEqualTo(new Running(START, false));
    }

    @Test
    void aRunningRunThatIsTakenAgainGoesOnWhereItWas() {
        assertThat(RUNNING.start(END)).isEqualTo(RUNNING);
        assertThat(CANCELLING.start(END)).isEqualTo(CANCELLING);
    }

    @Test
    void aQueuedRunIsCancelledAtOnce() {
        assertThat(QUEUED.cancel(END).state())
                .isEqualTo(new Cancelled(
                        Optional.empty(), END, new RunOutcome(REQUESTED, OutcomeCounts.ZERO, Optional.empty())));
    }

    @Test
    void aRunningRunIsToldToStop() {
        assertThat(CANCELLING.state()).isEqualTo(new Running(START, true));
        assertThat(CANCELLING.cancelRequested()).isTrue();
        assertThat(CANCELLING.cancel(END)).as("telling it twice").isEqualTo(CANCELLING);
    }

    @Test
    void aRunThatWasToldToStopIsCancelledWithWhatItHasDone() {
        assertThat(CANCELLING.stop(END, SOME, onTheProcessor()).state())
                .isEqualTo(new Cancelled(Optional.of(START), END, new RunOutcome(REQUESTED, SOME, onTheProcessor())));
    }

    @Test
    void aRunThatWasToldToStopNeverSucceeds() {
        assertThat(conflict(() -> CANCELLING.succeed(END, ALL, onTheProcessor())))
                .isEqualTo("run-cancelled");
    }

    @Test
    void aRunSucceedsWhenEveryFrameHasItsOutcome() {
        assertThat(RUNNING.succeed(END, ALL, onTheProcessor()).state())
                .isEqualTo(new Succeeded(Optional.of(START), END, new RunOutcome(REQUESTED, ALL, onTheProcessor())));
    }

    @Test
    void aRunWithAFrameTooFewOrTooManyDoesNotSucceed() {
        OutcomeCounts one = new OutcomeCounts(0, 0, 0, 0, 0, 1);
        OutcomeCounts oneLess = new OutcomeCounts(ALL.labelled() - 1, 0, 0, 0, 0, 0);

        assertThatThrownBy(() -> RUNNING.succeed(END, oneLess, onTheProcessor()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RUNNING.succeed(END, ALL.plus(one), onTheProcessor()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunFailsWithAReasonAndKeepsWhatItHasDone() {
        assertThat(RUNNING.fail(END, "Broken.", SOME, Optional.empty()).state())
                .isEqualTo(new Failed(
                        Optional.of(START), END, new RunOutcome(REQUESTED, SOME, Optional.empty()), "Broken."));
    }

    @Test
    void aRunThatNoWorkerTakesMayFail() {
        InferenceRun failed = QUEUED.fail(END, "Nobody took it.", OutcomeCounts.ZERO, Optional.empty());

        assertThat(((Failed) failed.state()).startedAt()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("finishedRuns")
    void nothingHappensToAFinishedRunAnyMore(InferenceRun finished) {
        assertThat(conflict(() -> finished.start(END))).isEqualTo("run-finished");
        assertThat(conflict(() -> finished.cancel(END))).isEqualTo("run-finished");
        assertThat(conflict(() -> finished.stop(END, SOME, Optional.empty()))).isEqualTo("run-finished");
        assertThat(conflict(() -> finished.fail(END, "Broken.", SOME, Optional.empty())))
                .isEqualTo("run-finished");
        assertThat(conflict(() -> finished.succeed(END, ALL, Optional.empty()))).isEqualTo("run-finished");
    }

    @ParameterizedTest
    @MethodSource("finishedRuns")
    void onlyTheThresholdOfAFinishedRunMovesAndItsCountsWithIt(InferenceRun finished) {
        Confidence stricter = new Confidence(0.9);

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
        assertThat(conflict(() -> run.rederived(new Confidence(0.9), SOME))).isEqualTo("run-not-finished");
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
                .containsExactlyInAnyOrder("queued", "running", "succeeded", "failed", "cancelled");
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
