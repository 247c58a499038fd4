package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.application.inference.RunInBulk.Request;
import io.framewise.domain.Refusals;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many data units at once. */
class RunInBulkTest {

    private final Workbench bench = new Workbench();
    private final DataUnit second = aVideo(bench.project);

    RunInBulkTest() {
        bench.unitOfWork.run(() -> bench.stores.dataUnits().add(second, filesOf(second), framesOf(second)));
    }

    @Test
    void withoutDataUnitsItIsTheWholeProject() {
        InferenceBatch batch = request(null, null);

        assertThat(batch.runs()).isEqualTo(2);
        assertThat(bench.controlBatches.runs(batch.id()))
                .extracting(status -> status.run().request().dataUnitId())
                .containsExactlyInAnyOrder(bench.video.id(), second.id());
        assertThat(bench.queue.queued()).hasSize(2);
        assertThat(bench.lastEntry().action()).isEqualTo("inference-batch.requested");
        assertThat(bench.lastEntry().details()).containsEntry("runs", "2");
    }

    @Test
    void dataUnitsAreNamedOrFoundByTheirTitles() {
        assertThat(request(List.of(second.id(), second.id()), null).runs()).isEqualTo(1);
        assertThat(request(null, bench.video.title().toUpperCase(java.util.Locale.ROOT))
                        .runs())
                .isPositive();
        assertThat(Refusals.violations(() -> request(null, "no such title")))
                .containsExactly("/dataUnits number-of-data-units");
    }

    @Test
    void aBatchIsRequestedAsAWholeOrNotAtAll() {
        List<?> before = bench.unitOfWork.everything();

        assertThat(Refusals.violations(() -> request(List.of(second.id(), new DataUnitId(UUID.randomUUID())), null)))
                .containsExactly("/dataUnits/1 unknown-data-unit");

        assertThat(bench.unitOfWork.everything()).isEqualTo(before);
    }

    @Test
    void itsRunsAddUp() {
        InferenceBatch batch = request(null, null);
        List<InferenceRun> runs = runs(batch);
        bench.execute(runs.get(0));

        InferenceBatches.Tally tally = bench.controlBatches.status(batch.id()).tally();

        assertThat(tally)
                .isEqualTo(new InferenceBatches.Tally(
                        Map.of("queued", 1, "succeeded", 1), 200, 100, new OutcomeCounts(100, 0, 0, 0, 0, 0)));
    }

    @Test
    void whatHasNotFinishedIsCancelledTogether() {
        InferenceBatch batch = request(null, null);
        List<InferenceRun> runs = runs(batch);
        bench.execute(runs.get(0));

        bench.controlBatches.cancel(BEN, batch.id());

        assertThat(bench.controlBatches.status(batch.id()).tally().runs())
                .isEqualTo(Map.of("cancelled", 1, "succeeded", 1));
        assertThat(bench.actions()).endsWith("inference-run.cancelled", "inference-batch.cancelled");
    }

    @Test
    void whatFailedIsTriedAgainTogether() {
        InferenceBatch batch = request(null, null);
        bench.classifier.always(45, () -> {
            throw new IllegalStateException("The disk is broken.");
        });
        runs(batch).forEach(bench::execute);
        bench.classifier.calm();

        bench.controlBatches.retry(BEN, batch.id());
        runs(batch).forEach(bench::execute);

        assertThat(bench.controlBatches.status(batch.id()).tally().counts())
                .isEqualTo(new OutcomeCounts(200, 0, 0, 0, 0, 0));
    }

    @Test
    void whatWasCancelledIsNotTriedAgain() {
        InferenceBatch batch = request(null, null);
        List<InferenceRun> runs = runs(batch);
        bench.classifier.always(45, () -> {
            throw new IllegalStateException("The disk is broken.");
        });
        bench.classifier.before(
                80, () -> bench.controlRuns.cancel(BEN, runs.get(0).id()));
        runs.forEach(bench::execute);
        bench.classifier.calm();

        bench.controlBatches.retry(BEN, batch.id());
        runs.forEach(bench::execute);

        assertThat(bench.controlBatches.status(batch.id()).tally().runs())
                .isEqualTo(Map.of("cancelled", 1, "succeeded", 1));
        assertThat(bench.now(runs.get(1)).finishedState().outcome().counts().failed())
                .isZero();
    }

    private InferenceBatch request(List<DataUnitId> dataUnits, String titleContains) {
        return bench.runInBulk.request(
                ANNA,
                bench.project.id(),
                new Request(
                        bench.cars.id(),
                        null,
                        dataUnits,
                        titleContains,
                        new Confidence(0.5),
                        null,
                        null,
                        true,
                        null,
                        null));
    }

    private List<InferenceRun> runs(InferenceBatch batch) {
        return bench.controlBatches.runs(batch.id()).stream()
                .map(RunInference.Status::run)
                .toList();
    }
}
