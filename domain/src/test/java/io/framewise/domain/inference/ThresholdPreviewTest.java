package io.framewise.domain.inference;

import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Fixtures.byAnna;
import static io.framewise.domain.Fixtures.carMapping;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.inference.LabelDerivation.Rules;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.Ontology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What thresholds would give is what they give (rule 5). */
class ThresholdPreviewTest {

    private static final InferenceRunId RUN = new InferenceRunId(UUID.randomUUID());
    private static final List<String> FEATURES = List.of("car", "no car", "blurred");
    private static final Ontology STREET = anOntology();

    @Test
    void everyStepCountsWhatADerivationWithItsThresholdCounts() {
        Random random = new Random(7);
        List<ShardResult> results = List.of(random(0, 0, 90, random), random(1, 90, 60, random));
        LabelSheet labels = LabelSheet.of(STREET, List.of(byAnna(CAR, 40, 99, CAR_NO)));

        ThresholdPreview preview = preview(results, labels);

        assertThat(preview.steps()).hasSize(101);
        for (int i = 0; i < 101; i++) {
            ThresholdPreview.Step step = preview.steps().get(i);
            assertThat(step.confidence()).isEqualTo(new Confidence(i / 100.0));
            LabelDerivation derivation =
                    LabelDerivation.again(results, rules(step.confidence()), labels, FrameRanges.NONE);
            assertThat(step.counts()).as("at %s", step.confidence()).isEqualTo(derivation.counts());
            int yes = derivation.labels().answeredWith(CAR, CAR_YES).count();
            int no = derivation.labels().answeredWith(CAR, CAR_NO).count();
            assertThat(step.labelled()).isEqualTo(Map.of(CAR_YES, yes, CAR_NO, no - 60));
        }
    }

    @Test
    void everyStepCountsASmoothedDerivationWhenTheLabelsAreSmoothed() {
        Random random = new Random(11);
        List<ShardResult> results = List.of(random(0, 0, 90, random), random(1, 90, 60, random));
        LabelSheet labels = LabelSheet.of(STREET, List.of(byAnna(CAR, 40, 49, CAR_NO)));

        ThresholdPreview preview =
                ThresholdPreview.of(results, smoothed(new Confidence(0.5)), List.of(CAR_YES, CAR_NO), labels);

        for (ThresholdPreview.Step step : preview.steps()) {
            LabelDerivation derivation =
                    LabelDerivation.again(results, smoothed(step.confidence()), labels, FrameRanges.NONE);
            assertThat(step.counts()).as("at %s", step.confidence()).isEqualTo(derivation.counts());
        }
        assertThat(preview.steps().get(50).counts())
                .isNotEqualTo(preview(results, labels).steps().get(50).counts());
    }

    private static Rules smoothed(Confidence confidence) {
        AnswerRule answers = new AnswerRule(FEATURES, carMapping(), new Thresholds(confidence, Map.of(), 4));
        return new Rules(RUN, CAR, STREET.gate(CAR), answers);
    }

    @Test
    void aConfidenceOnAStepReachesIt() {
        for (int i = 0; i <= 100; i++) {
            float confidence = (float) (i / 100.0);
            ShardResult result = result(0, 0, confidence, 0, 0);

            ThresholdPreview preview = preview(List.of(result), LabelSheet.of(STREET, List.of()));

            assertThat(preview.steps().get(i).counts().labelled()).as("%d", i).isEqualTo(1);
            if (i < 100) {
                assertThat(preview.steps().get(i + 1).counts().labelled())
                        .as("%d", i)
                        .isZero();
            }
        }
    }

    private static ThresholdPreview preview(List<ShardResult> results, LabelSheet labels) {
        return ThresholdPreview.of(results, rules(new Confidence(0.5)), List.of(CAR_YES, CAR_NO), labels);
    }

    private static Rules rules(Confidence threshold) {
        AnswerRule answers = new AnswerRule(FEATURES, carMapping(), Thresholds.of(threshold));
        return new Rules(RUN, CAR, STREET.gate(CAR), answers);
    }

    /** Frames of which one in eight has failed. */
    private static ShardResult random(int number, int first, int count, Random random) {
        List<ShardResult.Failure> failures = new ArrayList<>();
        List<FrameRange> classified = new ArrayList<>();
        List<FrameRange> held = new ArrayList<>();
        int last = -1;
        for (int frame = first; frame < first + count; frame++) {
            int kind = random.nextInt(8);
            if (kind == 0) {
                failures.add(new ShardResult.Failure(frame, "Damaged."));
            } else if (kind < 4 && frame > first && (last == frame - 1)) {
                held.add(FrameRange.single(frame));
                last = frame;
            } else {
                last = frame;
                classified.add(FrameRange.single(frame));
            }
        }
        float[] probabilities = new float[classified.size() * 3];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = random.nextFloat();
        }
        return new ShardResult(
                new Shard(number, new FrameRange(first, first + count - 1)),
                FrameRanges.NONE,
                FrameRanges.NONE,
                failures,
                FrameRanges.ofAll(classified),
                probabilities,
                0,
                FrameRanges.ofAll(held));
    }

    private static ShardResult result(int number, int frame, float... probabilities) {
        return new ShardResult(
                new Shard(number, FrameRange.single(frame)),
                FrameRanges.NONE,
                FrameRanges.NONE,
                List.of(),
                FrameRanges.of(frame, frame),
                probabilities);
    }
}
