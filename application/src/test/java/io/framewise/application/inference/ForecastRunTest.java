package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.application.inference.ForecastRun.Forecast;
import io.framewise.domain.Refusals;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run would do is what it does. */
class ForecastRunTest {

    private final Workbench bench = new Workbench();

    @Test
    void everyFrameIsForeseenInOneWay() {
        bench.answer(CAR, 10, 29, CAR_NO);

        Forecast forecast = forecast(bench.cars);

        assertThat(forecast.frames()).isEqualTo(100);
        assertThat(forecast.eligible()).isEqualTo(80);
        assertThat(forecast.kept()).isEqualTo(20);
        assertThat(forecast.gatedOut()).isZero();
        assertThat(forecast.reused()).isZero();
        assertThat(forecast.framesPerSecond()).isEmpty();
        assertThat(forecast.seconds()).isEmpty();
    }

    @Test
    void aNestedQuestionWaitsForItsParent() {
        assertThat(forecast(bench.reds).gatedOut()).isEqualTo(100);

        bench.executed(bench.cars);

        assertThat(forecast(bench.reds).eligible()).isEqualTo(100);
    }

    @Test
    void whatHasBeenPredictedBeforeAndHowFastIsKnown() {
        bench.execute(bench.requested(bench.cars, new FrameRange(0, 39)));

        Forecast forecast = forecast(bench.cars);

        assertThat(forecast.reused()).isEqualTo(40);
        assertThat(forecast.framesPerSecond().orElseThrow()).isPositive();
        assertThat(forecast.seconds().orElseThrow())
                .isEqualTo(60 / forecast.framesPerSecond().orElseThrow());
    }

    @Test
    void aForecastChangesNothing() {
        List<?> before = bench.unitOfWork.everything();

        forecast(bench.cars);

        assertThat(bench.unitOfWork.everything()).isEqualTo(before);
    }

    @Test
    void whatCouldNotBeRunIsNotForeseen() {
        assertThat(Refusals.violations(() -> bench.forecastRun.forecast(
                        ANNA, bench.project.id(), bench.reusing(bench.cars, new FrameRange(0, 1000)))))
                .containsExactly("/frameRange/last frame-out-of-range");
    }

    private Forecast forecast(AttachedModel attached) {
        return bench.forecastRun.forecast(ANNA, bench.project.id(), bench.reusing(attached, null));
    }
}
