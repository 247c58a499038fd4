package io.framewise.domain.inference;

import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.carMapping;
import static io.framewise.domain.Fixtures.mapping;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.inference.Verdict.BelowThreshold;
import io.framewise.domain.inference.Verdict.Labelled;
import io.framewise.domain.inference.Verdict.Unmapped;
import io.framewise.domain.model.FeaturesMapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A label is made when confidence >= threshold and the winning feature is mapped (rule 3). */
class AnswerRuleTest {

    private static final List<String> FEATURES = List.of("car", "no car", "blurred");

    @Test
    void theMostProbableFeatureIsTheAnswer() {
        Verdict verdict = at(0.5).verdict(new float[] {0.2f, 0.7f, 0.1f}, 0);

        assertThat(verdict).isEqualTo(new Labelled(CAR_NO, 0.7f));
    }

    @Test
    void eachFrameHasItsOwnRow() {
        float[] two = {0.2f, 0.7f, 0.1f, 0.9f, 0.1f, 0};

        assertThat(at(0.5).verdict(two, 1)).isEqualTo(new Labelled(CAR_YES, 0.9f));
        assertThat(at(0.5).features()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.6, 0.7, 0.8, 0.9, 0.99, 1})
    void aConfidenceEqualToTheThresholdMakesALabel(double threshold) {
        float equal = (float) threshold;

        Verdict verdict = at(threshold).verdict(new float[] {equal, 1 - equal, 0}, 0);

        assertThat(verdict).isEqualTo(new Labelled(CAR_YES, equal));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.6, 0.7, 0.8, 0.9, 0.99, 1})
    void aConfidenceRightBelowTheThresholdMakesNone(double threshold) {
        float less = Math.nextDown((float) threshold);

        Verdict verdict = at(threshold).verdict(new float[] {less, (1 - less) / 2, (1 - less) / 2}, 0);

        assertThat(verdict).isEqualTo(new BelowThreshold());
    }

    @Test
    void aThresholdOfZeroLabelsEverythingThatIsMapped() {
        assertThat(at(0).verdict(new float[] {0.34f, 0.33f, 0.33f}, 0)).isEqualTo(new Labelled(CAR_YES, 0.34f));
    }

    @Test
    void aSureWinnerThatStandsForNoOptionIsUnmapped() {
        assertThat(at(0.5).verdict(new float[] {0.1f, 0.2f, 0.7f}, 0)).isEqualTo(new Unmapped());
    }

    @Test
    void anUnsureWinnerIsBelowTheThresholdWhetherMappedOrNot() {
        assertThat(at(0.8).verdict(new float[] {0.1f, 0.2f, 0.7f}, 0)).isEqualTo(new BelowThreshold());
        assertThat(at(0.8).verdict(new float[] {0.7f, 0.2f, 0.1f}, 0)).isEqualTo(new BelowThreshold());
    }

    @Test
    void ofEqualsTheFirstFeatureWins() {
        assertThat(at(0.4).verdict(new float[] {0.4f, 0.4f, 0.2f}, 0)).isEqualTo(new Labelled(CAR_YES, 0.4f));
        assertThat(at(0.4).verdict(new float[] {0.2f, 0.4f, 0.4f}, 0)).isEqualTo(new Labelled(CAR_NO, 0.4f));
    }

    @Test
    void theProbabilitiesOfMergedFeaturesAddUp() {
        AnswerRule rule = rule(merged(mapping("car", CAR_YES, "blurred", CAR_YES, "no car", CAR_NO)), 0.5);

        Verdict verdict = rule.verdict(new float[] {0.25f, 0.375f, 0.375f}, 0);

        assertThat(verdict).isEqualTo(new Labelled(CAR_YES, 0.625f));
    }

    @Test
    void mergedProbabilitiesNeverExceedOne() {
        AnswerRule rule = rule(merged(mapping("car", CAR_YES, "no car", CAR_YES, "blurred", CAR_YES)), 1);

        Verdict verdict = rule.verdict(new float[] {0.5f, 0.5f, 1e-7f}, 0);

        assertThat(verdict).isEqualTo(new Labelled(CAR_YES, 1f));
    }

    @Test
    void unmappedFeaturesDoNotAddUp() {
        AnswerRule rule = rule(mapping("car", CAR_YES), 0.3);

        assertThat(rule.verdict(new float[] {0.4f, 0.3f, 0.3f}, 0)).isEqualTo(new Labelled(CAR_YES, 0.4f));
    }

    @Test
    void whatIsNoNumberIsNoLabel() {
        assertThat(at(0).verdict(new float[] {Float.NaN, Float.NaN, Float.NaN}, 0))
                .isEqualTo(new BelowThreshold());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY})
    void aThresholdIsFromZeroToOne(double value) {
        assertThat(violations(() -> new Confidence(value))).containsExactly("/confidence confidence-out-of-range");
    }

    private static AnswerRule at(double threshold) {
        return rule(carMapping(), threshold);
    }

    private static AnswerRule rule(FeaturesMapping mapping, double threshold) {
        return new AnswerRule(FEATURES, mapping, Thresholds.of(threshold));
    }

    private static FeaturesMapping merged(FeaturesMapping mapping) {
        return new FeaturesMapping(mapping.options(), true);
    }
}
