package io.framewise.adapters.persistence.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.inference.KeptProbabilities;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedProbabilitiesTest {

    @Test
    void whatIsUnpackedIsWhatWasPacked() {
        for (int features : new int[] {1, 2, 3, 8, 255, 256, 257, 1000}) {
            for (int frames : new int[] {1, 2, 512}) {
                float[] values = probabilities(features, frames);

                byte[] packed = PackedProbabilities.pack(values, frames);

                assertThat(PackedProbabilities.unpack(packed, frames)).isEqualTo(values);
            }
        }
    }

    @Test
    void noFramesAreNoBytes() {
        assertThat(PackedProbabilities.pack(new float[0], 0)).isEmpty();
        assertThat(PackedProbabilities.unpack(new byte[0], 0)).isEmpty();
    }

    @Test
    void aStretchOfWhatANetworkIsSureOfTakesLittle() {
        float[] values = probabilities(8, 512);

        assertThat(PackedProbabilities.pack(values, 512).length).isLessThan(8 * 512);
    }

    @Test
    void whatIsNotKeptIsRefused() {
        assertThatThrownBy(() -> PackedProbabilities.pack(new float[] {0.33333f, 0.66667f}, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PackedProbabilities.pack(new float[] {0.5f, 0.4f}, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damageIsSaid() {
        byte[] packed = PackedProbabilities.pack(probabilities(8, 512), 512);

        assertThatThrownBy(() -> PackedProbabilities.unpack(java.util.Arrays.copyOf(packed, packed.length / 2), 512))
                .isInstanceOf(IllegalStateException.class);
    }

    /** As a network says it, with another winner every so often. */
    private static float[] probabilities(int features, int frames) {
        Random random = new Random(features);
        float[] values = new float[features * frames];
        for (int frame = 0; frame < frames; frame++) {
            float[] row = new float[features];
            float sum = 0;
            for (int i = 0; i < features; i++) {
                row[i] = (float) Math.exp(random.nextGaussian() + (i == frame / 100 % features ? 7 : 0));
                sum += row[i];
            }
            for (int i = 0; i < features; i++) {
                row[i] /= sum;
            }
            System.arraycopy(KeptProbabilities.of(row), 0, values, frame * features, features);
        }
        return values;
    }
}
