package io.framewise.application.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NIGHT;
import static io.framewise.domain.Fixtures.NUMBER_OF_CARS;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.WEATHER;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.application.label.LabelFrames.Request;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people answer. */
class LabelFramesTest {

    private static final FeatureNodeHash NOBODY = new FeatureNodeHash("________");

    private final Workbench bench = new Workbench();

    @Test
    void aPersonAnswersARange() {
        LabelChange change = bench.answer(CAR, 10, 19, CAR_YES);

        assertThat(change.added()).containsExactly(byAnna(CAR, 10, 19, CAR_YES));
        assertThat(bench.labels(CAR)).containsExactly(byAnna(CAR, 10, 19, CAR_YES));
        assertThat(bench.lastEntry().action()).isEqualTo("label.answered");
        assertThat(bench.lastEntry().actor()).isEqualTo(ANNA);
        assertThat(bench.lastEntry().details())
                .isEqualTo(Map.of(
                        "attribute",
                        CAR.value(),
                        "frames",
                        "10..19",
                        "dataUnit",
                        bench.video.id().toString()));
    }

    @Test
    void anotherPersonMayAnswerOtherwise() {
        bench.answer(CAR, 0, 9, CAR_YES);

        bench.labelFrames.answer(BEN, bench.video.id(), request(CAR, 5, 9, new Answer.Radio(CAR_NO)), null);

        assertThat(bench.labels(CAR))
                .extracting(Label::source)
                .containsExactly(new LabelSource.Person(ANNA), new LabelSource.Person(BEN));
    }

    @Test
    void aPersonsAnswerTakesThePlaceOfAModels() {
        InferenceRun run = bench.executed(bench.cars);

        bench.answer(CAR, 40, 59, CAR_YES);

        assertThat(bench.labels(CAR))
                .extracting(Label::source)
                .containsExactly(
                        new LabelSource.Run(run.id().value()),
                        new LabelSource.Person(ANNA),
                        new LabelSource.Run(run.id().value()));
    }

    @Test
    void anotherAnswerRemovesTheAnswersBelowAndTheRecordSaysSo() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(RED, 0, 9, RED_YES);

        LabelChange change = bench.answer(CAR, 4, 5, CAR_NO);

        assertThat(change.lost()).isEqualTo(Map.of(RED, FrameRanges.of(4, 5)));
        assertThat(bench.labels(RED)).containsExactly(byAnna(RED, 0, 3, RED_YES), byAnna(RED, 6, 9, RED_YES));
        assertThat(bench.lastEntry().details()).containsEntry("removed below " + RED, "2 frames: 4..5");
    }

    @Test
    void aRemovedAnswerTakesTheAnswersBelowWithIt() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(RED, 0, 9, RED_YES);

        bench.remove(CAR, 0, 4);

        assertThat(bench.labels(CAR)).containsExactly(byAnna(CAR, 5, 9, CAR_YES));
        assertThat(bench.labels(RED)).containsExactly(byAnna(RED, 5, 9, RED_YES));
        assertThat(bench.lastEntry().action()).isEqualTo("label.removed");
        assertThat(bench.lastEntry().details())
                .containsEntry("removed below " + RED, "5 frames: 0..4")
                .doesNotContainKey("removed below " + CAR);
    }

    @Test
    void whatChangesNothingIsNotRecorded() {
        bench.answer(CAR, 0, 9, CAR_YES);
        int entries = bench.audit().size();

        LabelChange again = bench.answer(CAR, 0, 9, CAR_YES);
        LabelChange nothing = bench.remove(TIME_OF_DAY, 0, 99);

        assertThat(again.isEmpty()).isTrue();
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(bench.audit()).hasSize(entries);
    }

    @Test
    void everyChangeMakesTheNextVersionAndSaysWhich() {
        Request car = request(CAR, 0, 9, new Answer.Radio(CAR_YES));

        int answered = bench.labelFrames.answer(ANNA, bench.video.id(), car, 0).version();
        int again = bench.labelFrames.answer(BEN, bench.video.id(), car, 1).version();
        int removed = bench.labelFrames.remove(ANNA, bench.video.id(), car, 2).version();
        int nothing = bench.labelFrames.remove(ANNA, bench.video.id(), car, 3).version();

        assertThat(List.of(answered, again, removed, nothing)).containsExactly(1, 2, 3, 3);
    }

    @Test
    void whoHasNotSeenTheNewestVersionChangesNothing() {
        bench.answer(CAR, 0, 9, CAR_YES);
        Request no = request(CAR, 0, 9, new Answer.Radio(CAR_NO));
        int entries = bench.audit().size();

        assertThat(conflict(() -> bench.labelFrames.answer(BEN, bench.video.id(), no, 0)))
                .isEqualTo("labels-changed");
        assertThat(conflict(() -> bench.labelFrames.remove(BEN, bench.video.id(), no, 2)))
                .isEqualTo("labels-changed");
        assertThat(bench.labels(CAR)).containsExactly(byAnna(CAR, 0, 9, CAR_YES));
        assertThat(bench.audit()).hasSize(entries);
    }

    @Test
    void aRunChangesTheVersionToo() {
        bench.executed(bench.cars);

        Request request = request(CAR, 0, 9, new Answer.Radio(CAR_NO));

        assertThat(bench.version()).as("a change a shard").isEqualTo(10);
        assertThat(conflict(() -> bench.labelFrames.answer(ANNA, bench.video.id(), request, 9)))
                .isEqualTo("labels-changed");
    }

    @Test
    void aNestedQuestionWhoseGateIsClosedIsNotAnswered() {
        bench.answer(CAR, 0, 4, CAR_YES);

        assertThat(conflict(() -> bench.answer(RED, 0, 5, RED_YES))).isEqualTo("gate-closed");
        assertThat(bench.labels(RED)).isEmpty();
    }

    @Test
    void everythingThatIsWrongWithWhereIsSaidAtOnce() {
        assertThat(refused(new Request(NOBODY, new FrameRange(0, 100), new Answer.Text("a"))))
                .containsExactly("/attribute unknown-attribute", "/frameRange/last frame-out-of-range");
        assertThat(refused(new Request(null, null, null)))
                .containsExactly("/attribute unknown-attribute", "/frameRange missing-field");
    }

    @Test
    void anAnswerThatDoesNotAnswerTheAttributeIsRefused() {
        assertThat(refused(request(CAR, 0, 1, null))).containsExactly("/answer missing-field");
        assertThat(refused(request(CAR, 0, 1, new Answer.Radio(DAY)))).containsExactly("/answer unknown-option");
        assertThat(refused(request(WEATHER, 0, 1, new Answer.Radio(DAY)))).containsExactly("/answer answer-kind");
        assertThat(refused(request(NUMBER_OF_CARS, 0, 1, new Answer.Numeric(51))))
                .containsExactly("/answer number-out-of-bounds");
        assertThat(bench.audit()).isEmpty();
    }

    @Test
    void aDataUnitThatIsNotThereIsNotFound() {
        DataUnitId nobody = new DataUnitId(UUID.randomUUID());
        Request request = request(CAR, 0, 1, new Answer.Radio(CAR_YES));

        assertThat(notFound(() -> bench.labelFrames.answer(ANNA, nobody, request, null)))
                .isEqualTo("data-unit-not-found");
        assertThat(notFound(() -> bench.labelFrames.remove(ANNA, nobody, request, null)))
                .isEqualTo("data-unit-not-found");
        assertThat(notFound(() -> bench.labelFrames.find(nobody, new FrameRange(0, 1), Set.of())))
                .isEqualTo("data-unit-not-found");
    }

    @Test
    void labelsAreFoundCutToTheRangeAndParentsComeFirst() {
        bench.answer(TIME_OF_DAY, 0, 49, DAY);
        bench.answer(TIME_OF_DAY, 50, 99, NIGHT);
        bench.answer(CAR, 0, 99, CAR_YES);
        bench.answer(RED, 20, 59, RED_YES);

        List<Label> found = bench.labelFrames.find(bench.video.id(), new FrameRange(40, 69), Set.of());

        assertThat(found)
                .containsExactly(
                        byAnna(TIME_OF_DAY, 40, 49, DAY),
                        byAnna(TIME_OF_DAY, 50, 69, NIGHT),
                        byAnna(CAR, 40, 69, CAR_YES),
                        byAnna(RED, 40, 59, RED_YES));
    }

    @Test
    void labelsThatWereStoredShardByShardAreFoundAsOne() {
        bench.executed(bench.cars);

        List<Label> found = bench.labelFrames.find(bench.video.id(), new FrameRange(5, 94), Set.of(CAR));

        assertThat(found).extracting(Label::frames).containsExactly(new FrameRange(5, 94));
        assertThat(found.get(0).confidences().count()).isEqualTo(90);
    }

    @Test
    void labelsBeyondTheDataUnitAreNotLookedFor() {
        assertThat(violations(() -> bench.labelFrames.find(bench.video.id(), new FrameRange(0, 100), Set.of())))
                .containsExactly("/last frame-out-of-range");
    }

    @Test
    void manyLostStretchesAreCountedAndTheFirstTwentyNamed() {
        bench.answer(CAR, 0, 99, CAR_YES);
        for (int frame = 0; frame < 60; frame += 2) {
            bench.answer(RED, frame, frame, RED_YES);
        }

        bench.remove(CAR, 0, 99);

        AuditEntry entry = bench.lastEntry();
        assertThat(entry.details().get("removed below " + RED))
                .startsWith("30 frames: 0..0 2..2 ")
                .endsWith("38..38 …");
    }

    private List<String> refused(Request request) {
        return violations(() -> bench.labelFrames.answer(ANNA, bench.video.id(), request, null));
    }

    private static Request request(FeatureNodeHash attribute, int first, int last, Answer answer) {
        return new Request(attribute, new FrameRange(first, last), answer);
    }
}
