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
import io.framewise.application.label.ReviewLabels.Request;
import io.framewise.application.label.ReviewLabels.Reviewed;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.Review;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people make of what models propose. */
class ReviewLabelsTest {

    private static final FeatureNodeHash NOBODY = new FeatureNodeHash("________");
    private static final FrameRange ALL = new FrameRange(0, 99);

    private final Workbench bench = new Workbench();

    /** A car on every frame, more and more surely: frame n has the probability (n + 100) / 200. */
    @BeforeEach
    void carsThatComeCloser() {
        bench.classifier.says(frame -> new float[] {(frame + 100) / 200f, 1 - (frame + 100) / 200f});
    }

    @Test
    void whatAModelSaysIsProposedUntilAPersonAcceptsIt() {
        InferenceRun run = bench.executed(bench.cars);
        Label before = bench.labels(CAR).get(0);

        Reviewed reviewed = bench.review("accept", CAR, 0, 99);

        Label after = bench.labels(CAR).get(0);
        assertThat(before.review()).isEqualTo(Review.PROPOSED);
        assertThat(after.review()).isEqualTo(Review.ACCEPTED);
        assertThat(after.acceptance().reviewedBy()).isEqualTo(BEN);
        assertThat(after.frames()).isEqualTo(ALL);
        assertThat(after.confidences()).isEqualTo(before.confidences());
        assertThat(after.answer()).isEqualTo(before.answer());
        assertThat(reviewed).isEqualTo(new Reviewed(11, 100, Map.of(CAR, FrameRanges.of(ALL)), Map.of()));
        assertThat(bench.lastEntry().action()).isEqualTo("label.accepted");
        assertThat(bench.lastEntry().actor()).isEqualTo(BEN);
        assertThat(bench.lastEntry().details())
                .containsEntry("attribute " + CAR, "100 frames: 0..99")
                .containsEntry("dataUnit", bench.video.id().toString());
        assertThat(bench.now(run)).isEqualTo(run);
    }

    @Test
    void noRunOverwritesWhatIsAccepted() {
        bench.executed(bench.cars);
        bench.review("accept", CAR, 0, 9);
        bench.classifier.says(frame -> new float[] {0, 1});

        InferenceRun later = bench.executed(bench.cars);

        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 9), new FrameRange(10, 99));
        assertThat(bench.labels(CAR)).extracting(Label::review).containsExactly(Review.ACCEPTED, Review.PROPOSED);
        assertThat(bench.counts(later)).isEqualTo(new OutcomeCounts(90, 0, 0, 10, 0, 0));
    }

    @Test
    void anotherThresholdLeavesWhatIsAcceptedAndCountsItAsKept() {
        InferenceRun run = bench.executed(bench.cars);
        bench.review("accept", CAR, 0, 9);

        bench.deriveLabels.again(ANNA, run.id(), Thresholds.of(0.75));

        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 9), new FrameRange(50, 99));
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(50, 40, 0, 10, 0, 0));
        assertThat(bench.labels(CAR).get(0).review()).isEqualTo(Review.ACCEPTED);
    }

    @Test
    void anAcceptedAnswerBelowHoldsItsParent() {
        bench.executed(bench.cars);
        bench.executed(bench.reds);
        bench.review("accept", RED, 5, 6);
        bench.classifier.says(frame -> new float[] {0, 1});

        bench.executed(bench.cars);

        assertThat(bench.labels(RED)).extracting(Label::frames).containsExactly(new FrameRange(5, 6));
        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 4), new FrameRange(5, 6), new FrameRange(7, 99));
    }

    @Test
    void whatIsRejectedGoesWithEverythingBelowAndTheRecordSaysSo() {
        bench.executed(bench.cars);
        bench.answer(RED, 0, 3, RED_YES);

        Reviewed reviewed = bench.review("reject", CAR, 2, 9);

        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 1), new FrameRange(10, 99));
        assertThat(bench.labels(RED)).containsExactly(byAnna(RED, 0, 1, RED_YES));
        assertThat(reviewed.frames()).isEqualTo(8);
        assertThat(reviewed.reviewed()).isEqualTo(Map.of(CAR, FrameRanges.of(2, 9)));
        assertThat(reviewed.removedBelow()).isEqualTo(Map.of(RED, FrameRanges.of(2, 3)));
        assertThat(bench.lastEntry().action()).isEqualTo("label.rejected");
        assertThat(bench.lastEntry().details())
                .containsEntry("attribute " + CAR, "8 frames: 2..9")
                .containsEntry("removed below " + RED, "2 frames: 2..3");
    }

    @Test
    void aPersonsAnswersAndWhatIsAcceptedAreNotReviewed() {
        bench.executed(bench.cars);
        bench.answer(CAR, 0, 9, CAR_NO);
        bench.review("accept", CAR, 10, 19);

        Reviewed reviewed = review(null, null, "reject", null);

        assertThat(reviewed.reviewed()).isEqualTo(Map.of(CAR, FrameRanges.of(20, 99)));
        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 9), new FrameRange(10, 19));
    }

    @Test
    void theAnswersOfOneRunAreReviewedAtOnce() {
        InferenceRun cars = bench.executed(bench.cars);
        InferenceRun reds = bench.executed(bench.reds);

        Reviewed reviewed = review(null, reds.id(), "accept", null);

        assertThat(reviewed.reviewed()).isEqualTo(Map.of(RED, FrameRanges.of(ALL)));
        assertThat(bench.labels(CAR)).extracting(Label::review).containsExactly(Review.PROPOSED);
        assertThat(bench.lastEntry().details()).containsEntry("run", reds.id().toString());
        assertThat(review(null, new InferenceRunId(UUID.randomUUID()), "reject", null)
                        .frames())
                .isZero();
        assertThat(review(null, cars.id(), "accept", null).frames()).isEqualTo(100);
    }

    @Test
    void onlyFramesOfTheConfidencesAndTheOptionThatAreAskedForAreReviewed() {
        bench.executed(bench.cars);

        Request from60To75 = new Request("accept", null, null, null, CAR_YES, 0.6, 0.75);
        Request no = new Request("reject", null, null, null, CAR_NO, null, null);

        assertThat(bench.reviewLabels
                        .review(BEN, bench.video.id(), from60To75, null)
                        .reviewed())
                .isEqualTo(Map.of(CAR, FrameRanges.of(20, 50)));
        assertThat(bench.reviewLabels.review(BEN, bench.video.id(), no, null).frames())
                .isZero();
        assertThat(bench.labels(CAR))
                .extracting(Label::review)
                .containsExactly(Review.PROPOSED, Review.ACCEPTED, Review.PROPOSED);
    }

    @Test
    void aFrameWithSeveralReviewedAnswersIsCountedOnce() {
        bench.executed(bench.cars);
        bench.executed(bench.reds);

        Reviewed reviewed = review(new FrameRange(0, 9), null, "reject", null);

        assertThat(reviewed.frames()).isEqualTo(10);
        assertThat(reviewed.reviewed()).containsOnlyKeys(CAR, RED);
        assertThat(reviewed.removedBelow()).isEmpty();
    }

    @Test
    void whatMeetsNoProposalChangesNothingAndIsNotRecorded() {
        bench.answer(CAR, 0, 9, CAR_YES);
        int entries = bench.audit().size();

        Reviewed reviewed = bench.review("reject", CAR, 0, 99);

        assertThat(reviewed).isEqualTo(new Reviewed(1, 0, Map.of(), Map.of()));
        assertThat(bench.audit()).hasSize(entries);
    }

    @Test
    void whoHasNotSeenTheNewestLabelsReviewsNothing() {
        bench.executed(bench.cars);

        assertThat(conflict(() -> review(null, null, "accept", 9))).isEqualTo("labels-changed");
        assertThat(bench.labels(CAR)).extracting(Label::review).containsExactly(Review.PROPOSED);
        assertThat(review(null, null, "accept", 10).version()).isEqualTo(11);
    }

    @Test
    void everythingThatIsWrongWithARequestIsSaidAtOnce() {
        Request wrong = new Request("perhaps", NOBODY, new FrameRange(0, 100), null, NOBODY, 0.7, 0.6);
        Request unsure = new Request("accept", null, null, null, null, -0.1, Double.NaN);

        assertThat(violations(() -> bench.reviewLabels.review(BEN, bench.video.id(), wrong, null)))
                .containsExactly(
                        "/decision unknown-decision",
                        "/attribute unknown-attribute",
                        "/option unknown-option",
                        "/frameRange/last frame-out-of-range",
                        "/maxConfidence confidence-below-minimum");
        assertThat(violations(() -> bench.reviewLabels.review(BEN, bench.video.id(), unsure, null)))
                .containsExactly("/minConfidence confidence-out-of-range", "/maxConfidence confidence-out-of-range");
    }

    @Test
    void aDataUnitThatIsNotThereIsNotFound() {
        Request request = new Request("accept", null, null, null, null, null, null);

        assertThat(notFound(() -> bench.reviewLabels.review(BEN, new DataUnitId(UUID.randomUUID()), request, null)))
                .isEqualTo("data-unit-not-found");
    }

    private Reviewed review(FrameRange range, InferenceRunId run, String decision, Integer expectedVersion) {
        Request request = new Request(decision, null, range, run, null, null, null);
        return bench.reviewLabels.review(BEN, bench.video.id(), request, expectedVersion);
    }
}
