package io.framewise.domain.label;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.acceptedByBen;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.byRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.media.FrameRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept of a change: the frames on which something changed. */
class LabelChangeTest {

    private static final InferenceRunId RUN = new InferenceRunId(UUID.randomUUID());

    @Test
    void ofALabelThatIsCutOnlyThePieceThatWentIsKept() {
        Label whole = byRun(RUN, CAR, 0, 511, CAR_YES);
        Label answer = byAnna(CAR, 100, 109, CAR_NO);

        LabelChange kept = change(
                        List.of(whole),
                        List.of(whole.on(new FrameRange(0, 99)), answer, whole.on(new FrameRange(110, 511))))
                .trimmed();

        assertThat(kept.removed()).containsExactly(whole.on(answer.frames()));
        assertThat(kept.added()).containsExactly(answer);
    }

    @Test
    void otherCutsOfTheSameAnswersAreNoChange() {
        Label whole = byRun(RUN, CAR, 0, 9, CAR_YES);

        LabelChange kept = change(
                        List.of(whole.on(new FrameRange(0, 3)), whole.on(new FrameRange(4, 9))),
                        List.of(whole.on(new FrameRange(0, 6)), whole.on(new FrameRange(7, 9))))
                .trimmed();

        assertThat(kept.isEmpty()).isTrue();
    }

    @Test
    void anotherAnswerAnotherSourceAndAnotherConfidenceAreChanges() {
        Label surer = new Label(
                CAR,
                new FrameRange(0, 2),
                byAnna(CAR, 0, 0, CAR_YES).answer(),
                new LabelSource.Run(RUN.value()),
                Confidences.of(0.9f, 0.95f, 0.9f));

        assertThat(change(List.of(byAnna(CAR, 0, 9, CAR_YES)), List.of(byAnna(CAR, 0, 9, CAR_NO)))
                        .trimmed()
                        .added())
                .containsExactly(byAnna(CAR, 0, 9, CAR_NO));
        assertThat(change(List.of(byRun(RUN, CAR, 0, 9, CAR_YES)), List.of(acceptedByBen(RUN, CAR, 0, 9, CAR_YES)))
                        .trimmed()
                        .removed())
                .containsExactly(byRun(RUN, CAR, 0, 9, CAR_YES));
        assertThat(change(List.of(byRun(RUN, CAR, 0, 2, CAR_YES)), List.of(surer))
                        .trimmed()
                        .added())
                .containsExactly(surer.on(new FrameRange(1, 1)));
    }

    @Test
    void attributesAreTrimmedEachForItself() {
        Label car = byAnna(CAR, 0, 9, CAR_YES);
        Label day = byAnna(TIME_OF_DAY, 0, 9, DAY);

        LabelChange kept =
                change(List.of(car), List.of(day, car.on(new FrameRange(0, 4)))).trimmed();

        assertThat(kept.removed()).containsExactly(car.on(new FrameRange(5, 9)));
        assertThat(kept.added()).containsExactly(day);
    }

    @Test
    void asManyLabelsAsFramesAreTrimmedInOneWalk() {
        List<Label> before = new ArrayList<>();
        List<Label> after = new ArrayList<>();
        for (int frame = 0; frame < 200_000; frame++) {
            before.add(byRun(RUN, CAR, frame, frame, frame % 2 == 0 ? CAR_YES : CAR_NO));
            after.add(frame % 3 == 0 ? acceptedByBen(RUN, CAR, frame, frame, CAR_YES) : before.get(frame));
        }

        LabelChange kept = change(before, after).trimmed();

        assertThat(kept.removed()).hasSize(66_667);
        assertThat(kept.added()).hasSize(66_667);
    }

    private static LabelChange change(List<Label> removed, List<Label> added) {
        return new LabelChange(removed, added, Map.of());
    }
}
