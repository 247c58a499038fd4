package io.framewise.application.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.application.label.UndoLabelChanges.TakenBack;
import io.framewise.application.label.UndoLabelChanges.Undone;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.label.ChangeCause.Kind;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.Review;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Taking changes back. */
class UndoLabelChangesTest {

    private final Workbench bench = new Workbench();

    @Test
    void theLastChangeIsTakenBackAndTheAnswerSaysWhichItWas() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(CAR, 5, 14, CAR_NO);

        Undone undone = bench.undo(1);

        assertThat(bench.labels(CAR)).containsExactly(byAnna(CAR, 0, 9, CAR_YES));
        assertThat(undone.version()).isEqualTo(3);
        TakenBack takenBack = undone.takenBack().get(0);
        assertThat(takenBack.change()).isEqualTo(2);
        assertThat(takenBack.cause().kind()).isEqualTo(Kind.ANSWERED);
        assertThat(takenBack.cause().actor()).isEqualTo(ANNA);
        assertThat(takenBack.frames()).isEqualTo(Map.of(CAR, FrameRanges.of(5, 14)));
        assertThat(bench.lastEntry().action()).isEqualTo("label.undone");
        assertThat(bench.lastEntry().actor()).isEqualTo(BEN);
        assertThat(bench.lastEntry().details())
                .isEqualTo(Map.of(
                        "change 2",
                        "answered by anna",
                        "dataUnit",
                        bench.video.id().toString()));
    }

    @Test
    void whoTakesBackAgainGetsFurtherBack() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(CAR, 10, 19, CAR_YES);
        bench.answer(CAR, 20, 29, CAR_YES);

        bench.undo(1);
        Undone second = bench.undo(1);

        assertThat(second.takenBack()).extracting(TakenBack::change).containsExactly(2);
        assertThat(bench.labels(CAR)).containsExactly(byAnna(CAR, 0, 9, CAR_YES));
    }

    @Test
    void aNewChangeIsTakenBackBeforeThoseThatCameBeforeTheTakingBack() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(CAR, 10, 19, CAR_YES);
        bench.undo(1);
        bench.answer(CAR, 30, 39, CAR_NO);

        Undone undone = bench.undo(2);

        assertThat(undone.takenBack()).extracting(TakenBack::change).containsExactly(4, 1);
        assertThat(bench.labels(CAR)).isEmpty();
    }

    @Test
    void severalStepsAreTakenAtOnceOrNotAtAll() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(CAR, 10, 19, CAR_YES);
        int entries = bench.audit().size();

        assertThat(conflict(() -> bench.undo(3))).isEqualTo("nothing-to-undo");
        assertThat(bench.version()).isEqualTo(2);
        assertThat(bench.audit()).hasSize(entries);
        assertThat(bench.undo(2).takenBack()).extracting(TakenBack::change).containsExactly(2, 1);
        assertThat(conflict(() -> bench.undo(1))).isEqualTo("nothing-to-undo");
    }

    @Test
    void anAnswerComesBackWithTheAnswersBelowThatWentWithIt() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(RED, 0, 9, RED_YES);
        bench.answer(CAR, 4, 5, CAR_NO);

        Undone undone = bench.undo(1);

        assertThat(bench.labels(CAR)).containsExactly(byAnna(CAR, 0, 9, CAR_YES));
        assertThat(bench.labels(RED)).containsExactly(byAnna(RED, 0, 9, RED_YES));
        assertThat(undone.takenBack().get(0).frames())
                .isEqualTo(Map.of(CAR, FrameRanges.of(4, 5), RED, FrameRanges.of(4, 5)));
    }

    @Test
    void aRunIsTakenBackShardByShard() {
        InferenceRun run = bench.executed(bench.cars);

        Undone undone = bench.undo(1);

        assertThat(bench.labels(CAR)).extracting(Label::frames).containsExactly(new FrameRange(0, 89));
        assertThat(undone.takenBack().get(0).cause().inferenceRun())
                .isEqualTo(run.id().value());
        assertThat(bench.lastEntry().details()).containsEntry("change 10", "inferred by run " + run.id());
        assertThat(bench.undo(9).takenBack()).hasSize(9);
        assertThat(bench.labels(CAR)).isEmpty();
    }

    @Test
    void aMovedThresholdIsTakenBackWhole() {
        bench.classifier.says(frame -> new float[] {(frame + 100) / 200f, 1 - (frame + 100) / 200f});
        InferenceRun run = bench.executed(bench.cars);
        List<Label> before = bench.labels(CAR);
        bench.deriveLabels.again(ANNA, run.id(), Thresholds.of(0.75));
        assertThat(bench.version()).isEqualTo(11);

        Undone undone = bench.undo(1);

        assertThat(bench.labels(CAR)).isEqualTo(before);
        assertThat(undone.takenBack().get(0).cause().kind()).isEqualTo(Kind.REDERIVED);
        assertThat(undone.takenBack().get(0).frames()).isEqualTo(Map.of(CAR, FrameRanges.of(0, 49)));
    }

    @Test
    void anAcceptedAnswerIsAProposalAgainAndARejectedOneIsThereAgain() {
        bench.executed(bench.cars);
        List<Label> proposed = bench.labels(CAR);
        bench.review("accept", CAR, 0, 49);
        bench.review("reject", CAR, 50, 99);
        assertThat(bench.labels(CAR)).extracting(Label::review).containsExactly(Review.ACCEPTED);

        Undone undone = bench.undo(2);

        assertThat(bench.labels(CAR)).isEqualTo(proposed);
        assertThat(undone.takenBack())
                .extracting(takenBack -> takenBack.cause().kind())
                .containsExactly(Kind.REJECTED, Kind.ACCEPTED);
    }

    @Test
    void whoHasNotSeenTheNewestLabelsTakesNothingBack() {
        bench.answer(CAR, 0, 9, CAR_YES);

        assertThat(conflict(() -> bench.undoLabelChanges.undo(BEN, bench.video.id(), 1, 0)))
                .isEqualTo("labels-changed");
        assertThat(bench.labels(CAR)).hasSize(1);
        assertThat(bench.undoLabelChanges.undo(BEN, bench.video.id(), 1, 1).version())
                .isEqualTo(2);
    }

    @Test
    void stepsAreOneToAHundred() {
        assertThat(violations(() -> bench.undo(0))).containsExactly("/steps steps-out-of-range");
        assertThat(violations(() -> bench.undo(101))).containsExactly("/steps steps-out-of-range");
        assertThat(notFound(() -> bench.undoLabelChanges.undo(BEN, new DataUnitId(UUID.randomUUID()), 1, null)))
                .isEqualTo("data-unit-not-found");
    }

    @Test
    void whateverHasHappenedTheLabelsComeBackAsTheyWereStepByStep() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Workbench street = new Workbench();
            street.classifier.says(frame -> new float[] {(frame + 100) / 200f, 1 - (frame + 100) / 200f});
            Deque<Stage> stages = new ArrayDeque<>();
            for (int step = 0; step < 15; step++) {
                if (!stages.isEmpty() && random.nextInt(4) == 0) {
                    takeBack(street, stages.pop(), seed);
                    continue;
                }
                int version = street.version();
                List<Label> before = everything(street);
                somethingHappens(street, random);
                if (street.version() > version) {
                    stages.push(new Stage(before, street.version() - version));
                } else {
                    assertThat(everything(street)).isEqualTo(before);
                }
            }
            while (!stages.isEmpty()) {
                takeBack(street, stages.pop(), seed);
            }
            assertThat(conflict(() -> street.undo(1))).isEqualTo("nothing-to-undo");
        }
    }

    /** @param changes that were made of the labels then */
    private record Stage(List<Label> labels, int changes) {}

    private static void takeBack(Workbench street, Stage stage, int seed) {
        street.undo(stage.changes());
        assertThat(everything(street)).as("seed %d", seed).isEqualTo(stage.labels());
    }

    private static void somethingHappens(Workbench street, Random random) {
        int first = random.nextInt(90);
        int last = first + random.nextInt(10);
        FeatureNodeHash attribute = random.nextBoolean() ? CAR : RED;
        switch (random.nextInt(8)) {
            case 0 -> street.executed(random.nextBoolean() ? street.cars : street.reds);
            case 1 ->
                street.queue.queued().stream()
                        .findFirst()
                        .ifPresent(run -> street.deriveLabels.again(ANNA, run, Thresholds.of(random.nextDouble())));
            case 2 -> street.remove(attribute, first, last);
            case 3 -> street.review("accept", attribute, first, last);
            case 4 -> street.review("reject", attribute, first, last);
            case 5 -> street.answer(CAR, first, last, CAR_NO);
            default -> {
                street.answer(CAR, first, last, CAR_YES);
                street.remove(RED, first, first);
            }
        }
    }

    private static List<Label> everything(Workbench street) {
        List<Label> labels = new ArrayList<>(street.labels(CAR));
        labels.addAll(street.labels(RED));
        return labels;
    }
}
