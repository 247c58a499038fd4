package io.framewise.domain.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NIGHT;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_NO;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.byRun;
import static io.framewise.domain.Fixtures.nestedQuestions;
import static io.framewise.domain.Fixtures.no;
import static io.framewise.domain.Fixtures.question;
import static io.framewise.domain.Fixtures.yes;
import static io.framewise.domain.Refusals.conflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Conditional relationships always hold (rule 2), and a person's answer is never overwritten by a model (rule 4). */
class LabelSheetTest {

    private static final InferenceRunId RUN = new InferenceRunId(UUID.randomUUID());
    private static final InferenceRunId LATER_RUN = new InferenceRunId(UUID.randomUUID());

    private final Ontology ontology = anOntology();

    @Test
    void anAnswerTakesThePlaceOfWhatWasOnItsFrames() {
        LabelSheet sheet = sheet(byAnna(CAR, 0, 9, CAR_YES));

        LabelSheet answered = sheet.answer(CAR, List.of(byAnna(CAR, 3, 5, CAR_NO)));

        assertThat(labels(answered))
                .containsExactly(byAnna(CAR, 0, 2, CAR_YES), byAnna(CAR, 3, 5, CAR_NO), byAnna(CAR, 6, 9, CAR_YES));
    }

    @Test
    void aRunsLabelThatIsCutKeepsTheConfidenceOfEachFrame() {
        Label label = new Label(
                CAR,
                new FrameRange(0, 4),
                new Answer.Radio(CAR_YES),
                new LabelSource.Run(RUN.value()),
                Confidences.of(0.1f, 0.2f, 0.3f, 0.4f, 0.5f));

        LabelSheet cut = sheet(label).answer(CAR, List.of(byAnna(CAR, 1, 2, CAR_NO)));

        assertThat(labels(cut))
                .extracting(Label::confidences)
                .containsExactly(Confidences.of(0.1f), Confidences.NONE, Confidences.of(0.4f, 0.5f));
    }

    @Test
    void theSourceOfALabelFollowsAnEdit() {
        LabelSheet sheet = sheet(byRun(RUN, CAR, 0, 9, CAR_YES));

        LabelSheet edited = sheet.answer(CAR, List.of(byAnna(CAR, 0, 9, CAR_YES)));

        assertThat(labels(edited)).extracting(Label::source).containsExactly(new LabelSource.Person(ANNA));
    }

    @Test
    void aNestedAnswerIsTakenWhereItsParentHasTheOwningOption() {
        LabelSheet sheet = sheet(byAnna(CAR, 0, 9, CAR_YES));

        LabelSheet answered = sheet.answer(RED, List.of(byAnna(RED, 2, 9, RED_YES)));

        assertThat(answered.answeredWith(RED, RED_YES)).isEqualTo(FrameRanges.of(2, 9));
    }

    @Test
    void aNestedAnswerWhereTheGateIsClosedIsRefusedAndNamesParentAndFrames() {
        LabelSheet sheet = sheet(byAnna(CAR, 0, 4, CAR_YES), byAnna(CAR, 5, 6, CAR_NO), byAnna(CAR, 7, 7, CAR_YES));

        Refusal.Conflict refused = catchThrowableOfType(
                Refusal.Conflict.class, () -> sheet.answer(RED, List.of(byAnna(RED, 3, 9, RED_YES))));

        assertThat(refused.code()).isEqualTo("gate-closed");
        assertThat(refused.violations())
                .containsExactly(
                        new Violation(
                                "/frameRange",
                                "missing-parent-answer",
                                "Frames 5 to 6: answer \"Is there a car in the frame?\" = \"yes\" first."),
                        new Violation(
                                "/frameRange",
                                "missing-parent-answer",
                                "Frames 8 to 9: answer \"Is there a car in the frame?\" = \"yes\" first."));
    }

    @Test
    void everyParentUpToTheRootMustHaveItsAnswer() {
        Ontology deep = nestedQuestions(3);
        LabelSheet rootOnly = LabelSheet.of(deep, List.of(byAnna(question(1), 0, 9, yes(1))));
        LabelSheet wrongMiddle = rootOnly.answer(question(2), List.of(byAnna(question(2), 0, 9, no(2))));
        LabelSheet open = rootOnly.answer(question(2), List.of(byAnna(question(2), 0, 9, yes(2))));
        List<Label> third = List.of(byAnna(question(3), 0, 9, yes(3)));

        assertThat(conflict(() -> rootOnly.answer(question(3), third))).isEqualTo("gate-closed");
        assertThat(conflict(() -> wrongMiddle.answer(question(3), third))).isEqualTo("gate-closed");
        assertThat(open.answer(question(3), third).answered(question(3))).isEqualTo(FrameRanges.of(0, 9));
    }

    @Test
    void theFramesOfAGateAreThoseOnWhichEveryConditionHolds() {
        Ontology deep = nestedQuestions(3);
        LabelSheet sheet = LabelSheet.of(
                deep,
                List.of(
                        byAnna(question(1), 0, 9, yes(1)),
                        byAnna(question(2), 2, 5, yes(2)),
                        byAnna(question(2), 6, 7, no(2))));

        assertThat(sheet.open(deep.gate(question(1)), FrameRanges.of(0, 20))).isEqualTo(FrameRanges.of(0, 20));
        assertThat(sheet.open(deep.gate(question(2)), FrameRanges.of(5, 20))).isEqualTo(FrameRanges.of(5, 9));
        assertThat(sheet.open(deep.gate(question(3)), FrameRanges.of(4, 20))).isEqualTo(FrameRanges.of(4, 5));
    }

    @Test
    void anotherAnswerOfAParentRemovesTheAnswersBelowOnThoseFramesOnly() {
        LabelSheet sheet = sheet(byAnna(CAR, 0, 9, CAR_YES), byAnna(RED, 0, 9, RED_YES));

        LabelSheet changed = sheet.answer(CAR, List.of(byAnna(CAR, 4, 5, CAR_NO)));

        assertThat(changed.answered(RED)).isEqualTo(FrameRanges.of(0, 9).minus(FrameRanges.of(4, 5)));
    }

    @Test
    void theSameAnswerOfAParentKeepsTheAnswersBelow() {
        LabelSheet sheet = sheet(byRun(RUN, CAR, 0, 9, CAR_YES), byAnna(RED, 0, 9, RED_YES));

        LabelSheet confirmed = sheet.answer(CAR, List.of(byAnna(CAR, 0, 9, CAR_YES)));

        assertThat(confirmed.answered(RED)).isEqualTo(FrameRanges.of(0, 9));
    }

    @Test
    void aRemovedParentTakesEverythingBelowWithItToTheLastLevel() {
        Ontology deep = nestedQuestions(4);
        LabelSheet sheet = LabelSheet.of(
                deep,
                List.of(
                        byAnna(question(1), 0, 9, yes(1)),
                        byAnna(question(2), 0, 9, yes(2)),
                        byAnna(question(3), 0, 9, yes(3)),
                        byAnna(question(4), 0, 9, no(4))));

        LabelSheet removed = sheet.remove(question(2), FrameRanges.of(0, 3));

        assertThat(removed.answered(question(1))).isEqualTo(FrameRanges.of(0, 9));
        for (int level = 2; level <= 4; level++) {
            assertThat(removed.answered(question(level))).isEqualTo(FrameRanges.of(4, 9));
        }
    }

    @Test
    void siblingsOfAnAttributeStay() {
        LabelSheet sheet = sheet(byAnna(CAR, 0, 9, CAR_YES), byAnna(TIME_OF_DAY, 0, 9, DAY));

        LabelSheet removed = sheet.remove(CAR, FrameRanges.of(0, 9));

        assertThat(labels(removed)).containsExactly(byAnna(TIME_OF_DAY, 0, 9, DAY));
    }

    @Test
    void aPersonHoldsTheFramesThatTheyAnswered() {
        LabelSheet sheet = sheet(byAnna(CAR, 0, 3, CAR_NO), byRun(RUN, CAR, 4, 9, CAR_YES));

        assertThat(sheet.heldByPersons(CAR)).isEqualTo(FrameRanges.of(0, 3));
    }

    @Test
    void aPersonHoldsTheParentOfTheirAnswerToo() {
        LabelSheet sheet =
                sheet(byRun(RUN, CAR, 0, 9, CAR_YES), byAnna(RED, 2, 3, RED_NO), byRun(LATER_RUN, RED, 4, 5, RED_YES));

        assertThat(sheet.heldByPersons(CAR))
                .as("another answer to the parent would remove the person's below")
                .isEqualTo(FrameRanges.of(2, 3));
        assertThat(sheet.heldByPersons(TIME_OF_DAY)).isEqualTo(FrameRanges.NONE);
    }

    @Test
    void labelsThatContinueEachOtherAreJoinedForReading() {
        LabelSheet sheet = sheet(
                byRun(RUN, CAR, 0, 4, CAR_YES),
                byRun(RUN, CAR, 5, 9, CAR_YES),
                byRun(RUN, CAR, 10, 14, CAR_NO),
                byRun(LATER_RUN, CAR, 15, 19, CAR_NO),
                byRun(LATER_RUN, CAR, 21, 22, CAR_NO));

        assertThat(sheet.joined(CAR))
                .containsExactly(
                        byRun(RUN, CAR, 0, 9, CAR_YES),
                        byRun(RUN, CAR, 10, 14, CAR_NO),
                        byRun(LATER_RUN, CAR, 15, 19, CAR_NO),
                        byRun(LATER_RUN, CAR, 21, 22, CAR_NO));
        assertThat(sheet.joined(RED)).isEmpty();
    }

    @Test
    void aChangeTouchesOnlyTheLabelsThatChange() {
        Label untouched = byAnna(TIME_OF_DAY, 0, 99, NIGHT);
        Label before = byAnna(CAR, 0, 9, CAR_YES);
        Label cut = byAnna(CAR, 10, 19, CAR_YES);
        Label red = byAnna(RED, 8, 15, RED_YES);
        LabelSheet sheet = sheet(untouched, before, cut, red);

        LabelChange change =
                sheet.answer(CAR, List.of(byAnna(CAR, 12, 19, CAR_NO))).since(sheet);

        assertThat(change.removed()).containsExactlyInAnyOrder(cut, red);
        assertThat(change.added())
                .containsExactlyInAnyOrder(
                        byAnna(CAR, 10, 11, CAR_YES), byAnna(CAR, 12, 19, CAR_NO), byAnna(RED, 8, 11, RED_YES));
        assertThat(change.lost()).isEqualTo(Map.of(RED, FrameRanges.of(12, 15)));
    }

    @Test
    void theSameAnswerAgainChangesNothing() {
        LabelSheet sheet = sheet(byAnna(CAR, 0, 9, CAR_YES), byAnna(RED, 0, 9, RED_YES));

        LabelChange change =
                sheet.answer(CAR, List.of(byAnna(CAR, 0, 9, CAR_YES))).since(sheet);

        assertThat(change.isEmpty()).isTrue();
        assertThat(change.lost()).isEmpty();
    }

    @Test
    void aModelsLabelHasOneConfidenceForEachFrameAndAPersonsNone() {
        FrameRange frames = new FrameRange(0, 2);
        Answer yes = new Answer.Radio(CAR_YES);

        assertThatThrownBy(
                        () -> new Label(CAR, frames, yes, new LabelSource.Run(RUN.value()), Confidences.of(0.5f, 0.5f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Label(CAR, frames, yes, new LabelSource.Person(ANNA), Confidences.of(0.5f, 0.5f, 0.5f)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverPeopleAndModelsDoNoNestedAnswerStandsWhereItsGateIsClosed() {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            RandomLabels labels = new RandomLabels(random);
            for (int step = 0; step < 40; step++) {
                LabelSheet before = labels.sheet();
                switch (random.nextInt(4)) {
                    case 0, 1 -> labels.personAnswers();
                    case 2 -> labels.modelAnswers(random.nextBoolean() ? RUN : LATER_RUN);
                    default -> labels.somebodyRemoves();
                }
                FrameByFrame now = FrameByFrame.of(RandomLabels.ontology(), RandomLabels.FRAMES, labels.sheet());
                assertThat(now).as("seed %d, step %d", seed, step).isEqualTo(labels.expected());
                now.assertConditionalRelationshipsHold();
                FrameByFrame.assertLeads(RandomLabels.ontology(), RandomLabels.FRAMES, before, labels.sheet());
            }
        }
    }

    @Test
    void whateverIsThereAnAnswerIsRefusedExactlyWhereItsGateIsClosed() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            RandomLabels labels = RandomLabels.after(20, random, RUN, LATER_RUN);
            Attribute attribute = labels.anyAttribute();
            FeatureNodeHash hash = attribute.featureNodeHash();
            FrameRange range = labels.anyRange();
            Answer answer = attribute.options().isEmpty()
                    ? new Answer.Text("remark")
                    : new Answer.Radio(attribute.options().get(0).featureNodeHash());
            List<Label> wanted = List.of(byAnna(hash, range.first(), range.last(), answer));

            if (labels.isOpen(attribute, range)) {
                assertThat(labels.sheet().answer(hash, wanted).answered(hash).contains(range.first()))
                        .isTrue();
            } else {
                assertThat(conflict(() -> labels.sheet().answer(hash, wanted))).isEqualTo("gate-closed");
            }
        }
    }

    private LabelSheet sheet(Label... labels) {
        return LabelSheet.of(ontology, List.of(labels));
    }

    private List<Label> labels(LabelSheet sheet) {
        return FrameByFrame.labels(ontology, sheet);
    }
}
