package io.framewise.application.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.framewise.application.Workbench;
import io.framewise.application.inference.TryModel.Prediction;
import io.framewise.application.inference.TryModel.Request;
import io.framewise.application.inference.TryModel.TryOut;
import io.framewise.domain.Refusals;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.IterationId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A model looks at a frame. */
class TryModelTest {

    private final Workbench bench = new Workbench();
    private final TryModel tryModel =
            new TryModel(bench.unitOfWork, bench.stores.models(), bench.stores.dataUnits(), bench.classifier);

    @Test
    void oneFrameIsClassifiedByTheLatestIterationAndNothingIsKept() {
        bench.classifier.says(frame -> new float[] {frame / 100f, 0.25f, 0});
        List<?> before = bench.unitOfWork.everything();

        TryOut tryOut = tryModel.tryOut(bench.carModel.id(), new Request(null, bench.video.id(), 42));

        assertThat(tryOut.iterationId()).isEqualTo(bench.carModel.latest().id());
        assertThat(tryOut.frame()).isEqualTo(42);
        assertThat(tryOut.predictions())
                .extracting(Prediction::feature, Prediction::probability)
                .startsWith(
                        tuple(bench.carModel.features().get(0), 0.42f),
                        tuple(bench.carModel.features().get(1), 0.25f));
        assertThat(bench.classifier.framesFrom(0)).isEqualTo(FrameRanges.of(42, 42));
        assertThat(bench.unitOfWork.everything()).isEqualTo(before);
    }

    @Test
    void whatIsNotThereCannotBeLookedAt() {
        assertThat(Refusals.violations(() -> tryModel.tryOut(
                        bench.carModel.id(),
                        new Request(new IterationId(UUID.randomUUID()), new DataUnitId(UUID.randomUUID()), null))))
                .containsExactly(
                        "/iterationId unknown-iteration", "/dataUnitId unknown-data-unit", "/frame missing-field");
        assertThat(Refusals.violations(
                        () -> tryModel.tryOut(bench.carModel.id(), new Request(null, bench.video.id(), 100))))
                .containsExactly("/frame frame-out-of-range");
    }

    @Test
    void aFrameThatCannotBeDecodedIsNoAnswer() {
        bench.classifier.cannotDecode(FrameRanges.of(7, 7));

        assertThat(Refusals.violations(
                        () -> tryModel.tryOut(bench.carModel.id(), new Request(null, bench.video.id(), 7))))
                .containsExactly("/frame frame-failed");
    }
}
