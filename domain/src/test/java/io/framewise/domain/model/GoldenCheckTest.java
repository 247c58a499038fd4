package io.framewise.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framewise.domain.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenCheckTest {

    private static GoldenSamples samples(boolean required) {
        return new GoldenSamples(
                required,
                List.of(
                        new GoldenSamples.Sample("day.jpg", List.of(0.75, 0.25)),
                        new GoldenSamples.Sample("dusk.jpg", List.of(0.5001, 0.4999))));
    }

    @Test
    void the_largest_and_the_mean_difference_are_told_with_the_image() {
        GoldenCheck check =
                GoldenCheck.of(samples(false), List.of(new float[] {0.75f, 0.25f}, new float[] {0.4f, 0.6f}));

        assertThat(check.largest()).isCloseTo(0.1001, within(1e-6));
        assertThat(check.mean()).isCloseTo(0.2002 / 4, within(1e-6));
        assertThat(check.worst()).isEqualTo("dusk.jpg");
        assertThat(check.topClassAgrees()).isFalse();
    }

    @Test
    void classes_that_are_level_may_change_places() {
        GoldenCheck check =
                GoldenCheck.of(samples(true), List.of(new float[] {0.75f, 0.25f}, new float[] {0.4999f, 0.5001f}));

        assertThat(check.topClassAgrees()).isFalse();
        assertThat(check.largest()).isLessThan(GoldenCheck.LARGEST);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.7511f, 0.7489f, Float.NaN})
    void required_samples_that_differ_are_refused(float answer) {
        List<float[]> answers = List.of(new float[] {answer, 1 - answer}, new float[] {0.5001f, 0.4999f});

        Refusal.Invalid refusal = assertThrows(Refusal.Invalid.class, () -> GoldenCheck.of(samples(true), answers));

        assertThat(refusal.code()).isEqualTo("goldens-differ");
        assertThat(refusal).hasMessageContaining("day.jpg");
    }
}
