package io.framewise.domain.inference;

import static io.framewise.domain.inference.KeptProbabilities.UNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeptProbabilitiesTest {

    @Test
    void everyNumberIsAMultipleWithinAStepAndTheyAddUpToOne() {
        Random random = new Random(3);
        for (int features : new int[] {2, 3, 8, 50, 1000}) {
            for (int i = 0; i < 300; i++) {
                float[] probabilities = softmax(random, features);

                float[] kept = KeptProbabilities.of(probabilities);

                int sum = 0;
                for (int feature = 0; feature < features; feature++) {
                    sum += KeptProbabilities.units(kept[feature]);
                    assertThat(kept[feature]).isCloseTo(probabilities[feature], within(1.01f / UNITS));
                }
                assertThat(sum).isEqualTo(UNITS);
                assertThat(strongest(kept)).isEqualTo(strongest(probabilities));
                assertThat(KeptProbabilities.of(kept)).isEqualTo(kept);
            }
        }
    }

    @Test
    void theStrongestStaysTheStrongestByHoweverLittle() {
        float[] kept = KeptProbabilities.of(new float[] {0.400001f, 0.400002f, 0.199997f});

        assertThat(kept).containsExactly(0.3998f, 0.4002f, 0.2f);
    }

    @Test
    void ofEqualsTheFirstStaysTheFirst() {
        assertThat(KeptProbabilities.of(new float[] {0.25f, 0.25f, 0.5f})).containsExactly(0.25f, 0.25f, 0.5f);
        float third = 1 / 3f;
        assertThat(KeptProbabilities.of(new float[] {third, third, third})).containsExactly(0.3334f, 0.3334f, 0.3332f);
    }

    @Test
    void aThresholdOfTwoDecimalsIsMetExactly() {
        for (int percent = 0; percent <= 100; percent++) {
            float[] kept = KeptProbabilities.of(new float[] {percent / 100f, 1 - percent / 100f});

            assertThat(kept[0]).isEqualTo((float) new Confidence(percent / 100.0).value());
        }
    }

    @Test
    void whatDoesNotQuiteAddUpIsNormalised() {
        assertThat(KeptProbabilities.of(new float[] {0.5f, 0.495f})).containsExactly(0.5026f, 0.4974f);
        assertThat(KeptProbabilities.of(new float[] {1, 0.002f})).containsExactly(0.998f, 0.002f);
    }

    @Test
    void whatCannotBeNormalisedIsRefused() {
        assertThatThrownBy(() -> KeptProbabilities.of(new float[] {0, 0})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeptProbabilities.of(new float[] {Float.NaN, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNumberThatIsNotKeptHasNoUnits() {
        assertThat(KeptProbabilities.units(0.7f)).isEqualTo(3_500);
        for (float wrong : new float[] {0.70001f, -0.0002f, 1.0002f, Float.NaN}) {
            assertThatThrownBy(() -> KeptProbabilities.units(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static float[] softmax(Random random, int features) {
        double[] exponentials = new double[features];
        double sum = 0;
        for (int i = 0; i < features; i++) {
            exponentials[i] = Math.exp(3 * random.nextGaussian());
            sum += exponentials[i];
        }
        float[] probabilities = new float[features];
        for (int i = 0; i < features; i++) {
            probabilities[i] = (float) (exponentials[i] / sum);
        }
        return probabilities;
    }

    private static int strongest(float[] values) {
        int strongest = 0;
        for (int i = 1; i < values.length; i++) {
            strongest = values[i] > values[strongest] ? i : strongest;
        }
        return strongest;
    }
}
