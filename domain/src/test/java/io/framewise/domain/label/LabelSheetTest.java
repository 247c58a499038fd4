package io.framewise.domain.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NIGHT;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_NO;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.TIME_OF_DAY;
import static io.framewise.domain.Fixtures.acceptedByBen;
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
    void aPersonHoldsWhatTheyHaveAcceptedAsWhatTheyHaveAnswered() {
        LabelSheet sheet = sheet(
                acceptedByBen(RUN, CAR, 0, 3, CAR_YES),
                byRun(RUN, CAR, 4, 9, CAR_YES),
                acceptedByBen(RUN, RED, 6, 7, RED_YES));

        assertThat(sheet.heldByPersons(CAR).ranges()).containsExactly(new FrameRange(0, 3), new FrameRange(6, 7));
        assertThat(sheet.heldByPersons(RED)).isEqualTo(FrameRanges.of(6, 7));
    }

    @Test
    void anAcceptedAnswerIsStillThatOfItsRunAndAsSure() {
        Label label = new Label(
                CAR,
                new FrameRange(0, 3),
                new Answer.Radio(CAR_YES),
                new LabelSource.Run(RUN.value()),
                Confidences.of(0.1f, 0.2f, 0.3f, 0.4f));
        Acceptance byBen = new Acceptance(BEN, NOW);

        LabelSheet accepted = sheet(label).accept(CAR, FrameRanges.of(1, 2), byBen);

        assertThat(labels(accepted))
                .containsExactly(
                        label.on(new FrameRange(0, 0)),
                        new Label(
                                CAR,
                                new FrameRange(1, 2),
                                new Answer.Radio(CAR_YES),
                                new LabelSource.Run(RUN.value(), byBen),
                                Confidences.of(0.2f, 0.3f)),
                        label.on(new FrameRange(3, 3)));
        assertThat(labels(accepted))
                .extracting(Label::review)
                .containsExactly(Review.PROPOSED, Review.ACCEPTED, Review.PROPOSED);
    }

    @Test
    void onlyAProposedAnswerCanBeAccepted() {
        Label answered = byAnna(CAR, 0, 3, CAR_YES);
        Label accepted = acceptedByBen(RUN, CAR, 4, 9, CAR_YES);

        LabelSheet again =
                sheet(answered, accepted).accept(CAR, FrameRanges.of(0, 9), new Acceptance(ANNA, NOW.plusSeconds(60)));

        assertThat(labels(again)).containsExactly(answered, accepted);
        assertThat(answered.review()).isNull();
    }

    @Test
    void acceptingAnAnswerLeavesTheAnswersBelow() {
        LabelSheet sheet = sheet(byRun(RUN, CAR, 0, 9, CAR_YES), byRun(RUN, RED, 0, 9, RED_YES));

        LabelSheet accepted = sheet.accept(CAR, FrameRanges.of(0, 4), new Acceptance(BEN, NOW));

        assertThat(accepted.answered(RED)).isEqualTo(FrameRanges.of(0, 9));
        assertThat(accepted.since(sheet).lost()).isEmpty();
    }

    @Test
    void proposalsAreMeantByRunAttributeOptionFramesAndConfidence() {
        LabelSheet sheet = sheet(
                byRun(RUN, CAR, 0, 9, CAR_YES),
                byRun(LATER_RUN, CAR, 10, 14, CAR_NO),
                new Label(
                        CAR,
                        new FrameRange(15, 18),
                        new Answer.Radio(CAR_YES),
                        new LabelSource.Run(RUN.value()),
                        Confidences.of(0.3f, 0.6f, 0.6f, 0.7f)),
                acceptedByBen(RUN, CAR, 19, 20, CAR_YES),
                byAnna(CAR, 21, 22, CAR_YES),
                byRun(RUN, RED, 0, 4, RED_YES));
        FrameRange all = new FrameRange(0, 99);

        assertThat(sheet.proposed(new Proposals(all, null, null, null, 0, 1)))
                .isEqualTo(Map.of(CAR, FrameRanges.of(0, 18), RED, FrameRanges.of(0, 4)));
        assertThat(sheet.proposed(new Proposals(new FrameRange(3, 11), CAR, null, null, 0, 1)))
                .isEqualTo(Map.of(CAR, FrameRanges.of(3, 11)));
        assertThat(sheet.proposed(new Proposals(all, null, LATER_RUN.value(), null, 0, 1)))
                .isEqualTo(Map.of(CAR, FrameRanges.of(10, 14)));
        assertThat(sheet.proposed(new Proposals(all, null, null, CAR_NO, 0, 1)))
                .isEqualTo(Map.of(CAR, FrameRanges.of(10, 14)));
        assertThat(sheet.proposed(new Proposals(all, null, null, null, 0.31f, 0.6f)))
                .isEqualTo(Map.of(CAR, FrameRanges.of(16, 17)));
        assertThat(sheet.proposed(new Proposals(all, null, null, RED_NO, 0, 1))).isEmpty();
    }

    @Test
    void beforeAChangeItsFramesHaveWhatWasRemovedAndNothingElseChanges() {
        Label yes = byAnna(CAR, 0, 9, CAR_YES);
        Label red = byAnna(RED, 0, 9, RED_YES);
        LabelSheet sheet = sheet(yes, red, byAnna(TIME_OF_DAY, 0, 9, DAY));
        LabelSheet changed = sheet.answer(CAR, List.of(byAnna(CAR, 4, 5, CAR_NO)));
        LabelChange kept = changed.since(sheet).trimmed();
        ChangeCause cause = ChangeCause.by(ANNA, ChangeCause.Kind.ANSWERED, NOW);
        RecordedChange recorded = new RecordedChange(1, cause, kept.removed(), kept.added());

        LabelSheet back = changed.before(recorded);

        assertThat(recorded.frames()).isEqualTo(Map.of(CAR, FrameRanges.of(4, 5), RED, FrameRanges.of(4, 5)));
        assertThat(recorded.extent()).isEqualTo(new FrameRange(4, 5));
        assertThat(back.joined(CAR)).containsExactly(yes);
        assertThat(back.joined(RED)).containsExactly(red);
        assertThat(back.joined(TIME_OF_DAY)).containsExactly(byAnna(TIME_OF_DAY, 0, 9, DAY));
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
                switch (random.nextInt(7)) {
                    case 0, 1 -> labels.personAnswers();
                    case 2, 3 -> labels.modelAnswers(random.nextBoolean() ? RUN : LATER_RUN);
                    case 4 -> labels.personAccepts();
                    case 5 -> labels.personRejects();
                    default -> labels.somebodyRemoves();
                }
                FrameByFrame now = FrameByFrame.of(RandomLabels.ontology(), RandomLabels.FRAMES, labels.sheet());
                assertThat(now).as("seed %d, step %d", seed, step).isEqualTo(labels.expected());
                now.assertConditionalRelationshipsHold();
                FrameByFrame.assertLeads(RandomLabels.ontology(), RandomLabels.FRAMES, before, labels.sheet());
                assertLeadsBack(before, labels.sheet());
            }
        }
    }

    /** That what is kept of a change is enough to take it back. */
    private static void assertLeadsBack(LabelSheet before, LabelSheet after) {
        LabelChange kept = after.since(before).trimmed();
        if (!kept.isEmpty()) {
            ChangeCause cause = ChangeCause.by(ANNA, ChangeCause.Kind.ANSWERED, NOW);
            LabelSheet back = after.before(new RecordedChange(1, cause, kept.removed(), kept.added()));
            assertThat(FrameByFrame.of(RandomLabels.ontology(), RandomLabels.FRAMES, back))
                    .isEqualTo(FrameByFrame.of(RandomLabels.ontology(), RandomLabels.FRAMES, before));
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
