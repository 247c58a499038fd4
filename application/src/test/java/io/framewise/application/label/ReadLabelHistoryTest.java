package io.framewise.application.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Refusals.notFound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.framewise.application.PageRequest;
import io.framewise.application.Workbench;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.ChangeCause.Kind;
import io.framewise.domain.label.FrameChange;
import io.framewise.domain.label.Label;
import io.framewise.domain.media.DataUnitId;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How the answers on a frame came to be what they are. */
class ReadLabelHistoryTest {

    private static final PageRequest ALL = new PageRequest(100, null);

    private final Workbench bench = new Workbench();

    @Test
    void everyPathByWhichLabelsChangeIsOnRecordWithItsCause() {
        InferenceRun run = bench.executed(bench.cars);
        bench.review("accept", CAR, 0, 9);
        bench.answer(RED, 0, 9, RED_YES);
        bench.answer(CAR, 0, 9, CAR_NO);
        bench.undo(1);
        bench.remove(CAR, 0, 9);
        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.6));
        bench.review("reject", CAR, 0, 9);

        List<FrameChange> history = history(4);

        assertThat(history)
                .extracting(change -> change.cause().kind(), FrameChange::attribute)
                .containsExactlyInAnyOrder(
                        tuple(Kind.REJECTED, CAR),
                        tuple(Kind.REDERIVED, CAR),
                        tuple(Kind.REMOVED, CAR),
                        tuple(Kind.REMOVED, RED),
                        tuple(Kind.UNDONE, CAR),
                        tuple(Kind.UNDONE, RED),
                        tuple(Kind.ANSWERED, CAR),
                        tuple(Kind.ANSWERED, RED),
                        tuple(Kind.ANSWERED, RED),
                        tuple(Kind.ACCEPTED, CAR),
                        tuple(Kind.INFERRED, CAR));
        assertThat(history).extracting(FrameChange::change).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void whatARunHasAnsweredIsToldWithItsConfidenceAndTheRun() {
        InferenceRun run = bench.executed(bench.cars);

        FrameChange change = history(42).get(0);

        ChangeCause cause = change.cause();
        assertThat(cause.inferenceRun()).isEqualTo(run.id().value());
        assertThat(cause.actor()).isEqualTo(ANNA);
        assertThat(change.change()).isEqualTo(5);
        assertThat(change.before()).isNull();
        assertThat(change.after().confidences().count()).isEqualTo(1);
        assertThat(change.after().frames().first()).isEqualTo(42);
    }

    @Test
    void whatWasAcceptedIsToldWithItsReviewer() {
        bench.executed(bench.cars);
        bench.review("accept", CAR, 0, 9);

        FrameChange change = history(4).get(0);

        assertThat(change.before().acceptance()).isNull();
        assertThat(change.after().acceptance().reviewedBy()).isEqualTo(BEN);
        assertThat(change.after().acceptance().reviewedAt())
                .isEqualTo(change.cause().at());
        assertThat(change.after().source()).isNotEqualTo(change.before().source());
    }

    @Test
    void framesThatAChangeLeftAloneDoNotTellOfIt() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(CAR, 5, 9, CAR_NO);

        assertThat(history(4)).extracting(FrameChange::change).containsExactly(1);
        assertThat(history(5)).extracting(FrameChange::change).containsExactly(2, 1);
        assertThat(history(10)).isEmpty();
        assertThat(history(5).get(0).before())
                .extracting(Label::answer)
                .isEqualTo(history(4).get(0).after().answer());
    }

    @Test
    void aFrameThatIsNotThereHasNoHistory() {
        assertThat(notFound(() -> history(100))).isEqualTo("frame-not-found");
        assertThat(notFound(() -> history(-1))).isEqualTo("frame-not-found");
        assertThat(notFound(() -> bench.readLabelHistory.ofFrame(new DataUnitId(UUID.randomUUID()), 0, ALL)))
                .isEqualTo("data-unit-not-found");
    }

    private List<FrameChange> history(int frame) {
        return bench.readLabelHistory.ofFrame(bench.video.id(), frame, ALL).items();
    }
}
