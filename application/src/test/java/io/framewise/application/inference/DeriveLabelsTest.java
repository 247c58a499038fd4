package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.inference.ThresholdPreview;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.label.Label;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moving the threshold of a finished run (rule 5). */
class DeriveLabelsTest {

    private static final FrameRange ALL = new FrameRange(0, 99);

    private final Workbench bench = new Workbench();

    /** A car on every frame, more and more surely: frame n has the probability (n + 100) / 200. */
    @BeforeEach
    void carsThatComeCloser() {
        bench.classifier.says(frame -> new float[] {(frame + 100) / 200f, 1 - (frame + 100) / 200f});
    }

    @Test
    void smoothingTakesOutFlickersOverShardsWhenTheRunEndsAndIsReversible() {
        bench.classifier.says(frame -> frame == 9 || frame == 10 || frame >= 40 && frame < 60
                ? new float[] {0.2f, 0.8f, 0}
                : new float[] {0.9f, 0.1f, 0});
        RunInference.Request request = new RunInference.Request(
                bench.cars.id(), null, bench.video.id(), null, new Confidence(0.5), null, 3, true, null, null);
        InferenceRun run = bench.runInference.request(BEN, bench.project.id(), request, null);

        bench.execute(run);

        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 39), new FrameRange(40, 59), new FrameRange(60, 99));
        assertThat(bench.labels(CAR).get(0).smoothed()).isEqualTo(FrameRanges.of(9, 10));
        assertThat(bench.labels(CAR).get(0).confidences().at(9)).isEqualTo(0.2f);
        assertThat(bench.now(run).finishedState().outcome().thresholds().smoothing())
                .isEqualTo(3);

        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.5));

        assertThat(bench.labels(CAR))
                .hasSize(5)
                .allMatch(label -> label.smoothed().isEmpty());
        assertThat(bench.now(run).request().thresholds().smoothing()).isEqualTo(3);
        assertThat(bench.now(run).finishedState().outcome().thresholds().smoothing())
                .isEqualTo(1);

        bench.deriveLabels.again(BEN, run.id(), new Thresholds(new Confidence(0.5), Map.of(), 30));

        assertThat(bench.labels(CAR)).extracting(Label::frames).containsExactly(new FrameRange(0, 99));
    }

    @Test
    void aCancelledRunIsNotSmoothedAndSaysSo() {
        RunInference.Request request = new RunInference.Request(
                bench.cars.id(), null, bench.video.id(), null, new Confidence(0.5), null, 3, true, null, null);
        InferenceRun run = bench.runInference.request(BEN, bench.project.id(), request, null);

        bench.controlRuns.cancel(BEN, run.id());

        assertThat(bench.now(run).finishedState().outcome().thresholds()).isEqualTo(Thresholds.of(0.5));
    }

    @Test
    void aHigherThresholdTakesLabelsAwayWithoutInference() {
        InferenceRun run = bench.executed(bench.cars);
        int jobs = bench.classifier.jobs().size();

        InferenceRun rederived = bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.75));

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(50, 50, 0, 0, 0, 0));
        assertThat(bench.labels(CAR)).extracting(Label::frames).containsExactly(new FrameRange(50, 99));
        assertThat(bench.classifier.jobs()).hasSize(jobs);
        assertThat(rederived).isEqualTo(bench.now(run));
        assertThat(rederived.finishedState().outcome().thresholds()).isEqualTo(Thresholds.of(0.75));
    }

    @Test
    void backAtTheOldThresholdTheLabelsAreAsTheyWere() {
        InferenceRun run = bench.executed(bench.cars);
        List<Label> before = bench.labels(CAR);
        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.9));

        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.5));

        assertThat(bench.labels(CAR)).isEqualTo(before);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
    }

    @Test
    void whatWasRequestedAndWhatWasPredictedStaysAsItWas() {
        InferenceRun run = bench.executed(bench.cars);
        List<ShardResult> predictions = bench.runInference.predictions(run.id(), ALL);

        InferenceRun rederived = bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.75));

        assertThat(rederived.request()).isEqualTo(run.request());
        assertThat(rederived.finishedState().outcome().execution())
                .isEqualTo(run.finishedState().outcome().execution());
        assertThat(bench.runInference.predictions(run.id(), ALL)).isEqualTo(predictions);
    }

    @Test
    void theAnswersBelowGoWithTheLabelsAndTheRecordSaysSo() {
        InferenceRun run = bench.executed(bench.cars);
        bench.executed(bench.reds);

        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.55));

        assertThat(bench.labels(RED)).extracting(Label::frames).containsExactly(new FrameRange(10, 99));
        List<AuditEntry> entries = bench.audit();
        assertThat(entries.get(entries.size() - 2).action()).isEqualTo("inference-run.removed-answers");
        assertThat(entries.get(entries.size() - 2).actor()).isEqualTo(BEN);
        assertThat(entries.get(entries.size() - 2).details())
                .containsEntry("removed below " + RED, "10 frames: 0..9")
                .containsEntry("dataUnit", bench.video.id().toString());
        assertThat(entries.get(entries.size() - 1).action()).isEqualTo("inference-run.confidence-changed");
        assertThat(entries.get(entries.size() - 1).details())
                .containsEntry("from", "0.5")
                .containsEntry("to", "0.55")
                .containsEntry("labelled", "90");
    }

    @Test
    void whatAPersonHasAnsweredSinceStaysAndCountsAsKept() {
        InferenceRun run = bench.executed(bench.cars);
        bench.answer(CAR, 0, 4, CAR_NO);

        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.6));

        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(80, 15, 0, 5, 0, 0));
        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(0, 4), new FrameRange(20, 99));
    }

    @Test
    void whatALaterRunHasAnsweredStays() {
        InferenceRun run = bench.executed(bench.cars);
        InferenceRun later = bench.executed(bench.cars);

        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(1));

        assertThat(bench.labels(CAR))
                .hasSize(1)
                .allMatch(label -> label.source()
                        .equals(new io.framewise.domain.label.LabelSource.Run(
                                later.id().value())));
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(0, 100, 0, 0, 0, 0));
    }

    @Test
    void framesWhoseGateHasClosedSinceAreGatedOut() {
        bench.executed(bench.cars);
        InferenceRun reds = bench.executed(bench.reds);
        bench.answer(CAR, 0, 9, CAR_NO);

        bench.deriveLabels.again(BEN, reds.id(), Thresholds.of(0.5));

        assertThat(bench.counts(reds)).isEqualTo(new OutcomeCounts(90, 0, 0, 0, 10, 0));
    }

    @Test
    void aGateThatIsOpenAgainLetsTheLabelsComeBack() {
        bench.executed(bench.cars);
        InferenceRun reds = bench.executed(bench.reds);
        bench.answer(CAR, 0, 9, CAR_NO);
        bench.answer(CAR, 0, 9, CAR_YES);
        assertThat(bench.labels(RED)).extracting(Label::frames).containsExactly(new FrameRange(10, 99));

        bench.deriveLabels.again(BEN, reds.id(), Thresholds.of(0.5));

        assertThat(bench.labels(RED)).extracting(Label::frames).containsExactly(ALL);
    }

    @Test
    void theLabelsOfACancelledRunMoveWithItsThresholdToo() {
        InferenceRun run = bench.requested(bench.cars);
        bench.classifier.before(45, () -> bench.controlRuns.cancel(BEN, run.id()));
        bench.execute(run);

        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.6));

        assertThat(bench.now(run).state()).isInstanceOf(RunState.Cancelled.class);
        assertThat(bench.counts(run)).isEqualTo(new OutcomeCounts(20, 20, 0, 0, 0, 0));
    }

    @Test
    void anOptionMayHaveAThresholdOfItsOwn() {
        InferenceRun run = bench.executed(bench.cars);
        Thresholds thresholds = new Thresholds(new Confidence(0.5), Map.of(CAR_YES, new Confidence(0.75)));

        InferenceRun rederived = bench.deriveLabels.again(BEN, run.id(), thresholds);

        assertThat(bench.labels(CAR)).extracting(Label::frames).containsExactly(new FrameRange(50, 99));
        assertThat(bench.now(run)).isEqualTo(rederived);
        assertThat(rederived.finishedState().outcome().thresholds()).isEqualTo(thresholds);
        List<AuditEntry> entries = bench.audit();
        assertThat(entries.get(entries.size() - 1).details()).containsEntry("to", "0.5, " + CAR_YES + " 0.75");
    }

    @Test
    void aThresholdForAnOptionThatNoFeatureStandsForIsRefused() {
        InferenceRun run = bench.executed(bench.cars);
        FeatureNodeHash slashed = new FeatureNodeHash("a/b+c_d-");
        Thresholds thresholds = new Thresholds(
                new Confidence(0.5), Map.of(RED_YES, new Confidence(0.75), slashed, new Confidence(0.75)));

        assertThat(violations(() -> bench.deriveLabels.again(BEN, run.id(), thresholds)))
                .containsExactlyInAnyOrder(
                        "/confidencePerFeature/" + RED_YES + " unknown-option",
                        "/confidencePerFeature/a~1b+c_d- unknown-option");
    }

    @Test
    void whatAPersonHasRejectedDoesNotComeBackUntilTheRejectionIsTakenBack() {
        InferenceRun run = bench.executed(bench.cars);
        bench.review("reject", CAR, 80, 89);

        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.6));

        assertThat(bench.labels(CAR))
                .extracting(Label::frames)
                .containsExactly(new FrameRange(20, 79), new FrameRange(90, 99));
        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.5));
        bench.undo(3);
        bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.6));
        assertThat(bench.labels(CAR)).extracting(Label::frames).containsExactly(new FrameRange(20, 99));
    }

    @Test
    void whatAThresholdWouldGiveIsCountedAndNothingIsChanged() {
        InferenceRun run = bench.executed(bench.cars);
        List<Label> labels = bench.labels(CAR);

        ThresholdPreview preview = bench.deriveLabels.preview(run.id());

        assertThat(preview.steps().get(75).counts()).isEqualTo(new OutcomeCounts(50, 50, 0, 0, 0, 0));
        assertThat(preview.steps().get(75).labelled())
                .containsEntry(CAR_YES, 50)
                .containsEntry(CAR_NO, 0);
        assertThat(bench.labels(CAR)).isEqualTo(labels);
    }

    @Test
    void theThresholdOfARunThatHasNotFinishedDoesNotMove() {
        InferenceRun run = bench.requested(bench.cars);

        assertThat(conflict(() -> bench.deriveLabels.again(BEN, run.id(), Thresholds.of(0.6))))
                .isEqualTo("run-not-finished");
        assertThat(notFound(
                        () -> bench.deriveLabels.again(BEN, new InferenceRunId(UUID.randomUUID()), Thresholds.of(0.6))))
                .isEqualTo("inference-run-not-found");
    }
}
