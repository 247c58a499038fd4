package io.framewise.adapters.web.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeedTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final Speed speed = new Speed(() -> now);

    @Test
    void whoHasSeenARunForAMomentOnlyDoesNotKnow() {
        assertThat(at(0, 100)).isNull();
        assertThat(at(SECOND / 2, 200)).isNull();
    }

    @Test
    void itIsWhatWasSeenOverTheLastTenSeconds() {
        at(0, 0);

        assertThat(at(2 * SECOND, 50)).isEqualTo(25.0);
        assertThat(at(10 * SECOND, 450)).isEqualTo(45.0);
        assertThat(at(12 * SECOND, 450)).isEqualTo(40.0);
        assertThat(at(40 * SECOND, 450)).as("nothing was seen for long").isNull();
    }

    @Test
    void framesThatAreDoneAnewDoNotMakeItNegative() {
        at(0, 100);

        assertThat(at(SECOND, 60)).isZero();
    }

    private Double at(long nanos, int done) {
        now = nanos;
        return speed.framesPerSecond(done);
    }
}
