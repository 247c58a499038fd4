package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.aVideo;
import static io.framewise.domain.Fixtures.anIteration;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.filesOf;
import static io.framewise.domain.Fixtures.framesOf;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.messages;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.PageRequest;
import io.framewise.application.Workbench;
import io.framewise.application.inference.RunInference.Request;
import io.framewise.application.inference.RunInference.Status;
import io.framewise.application.model.AttachModels;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunProgress;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.Stride;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.ontology.Drafts;
import io.framewise.domain.ontology.OntologyDraft.AttributeDraft;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requesting, cancelling and finding runs. */
class RunInferenceTest {

    private final Workbench bench = new Workbench();

    @Test
    void aRequestIsRecordedInFullAndQueued() {
        Request request = new Request(
                bench.cars.id(),
                null,
                bench.video.id(),
                new FrameRange(10, 19),
                new Confidence(0.75),
                null,
                null,
                null,
                null,
                "cpu");

        InferenceRun run = bench.runInference.request(ANNA, bench.project.id(), request, null);

        RunRequest expected = new RunRequest(
                bench.project.id(),
                bench.video.id(),
                bench.video.contentHash(),
                new FrameRange(10, 19),
                bench.cars.id(),
                bench.carModel.id(),
                bench.carModel.latest().id(),
                bench.carModel.latest().weights(),
                List.of("car", "no car", "blurred"),
                CAR,
                bench.cars.featuresMapping(),
                1,
                Thresholds.of(0.75),
                false,
                Stride.EVERY_FRAME,
                "cpu",
                ANNA,
                run.request().requestedAt(),
                Optional.empty());
        assertThat(run.request()).isEqualTo(expected);
        assertThat(run.state()).isEqualTo(new RunState.Queued());
        assertThat(bench.queue.queued()).containsExactly(run.id());
        assertThat(bench.runInference.status(run.id()))
                .isEqualTo(new Status(run, new RunProgress(10, 0), OutcomeCounts.ZERO));
    }

    @Test
    void withoutRangeAndDeviceItIsTheWholeDataUnitOnAnyDevice() {
        InferenceRun run = bench.requested(bench.cars);

        assertThat(run.request().frameRange()).isEqualTo(bench.video.wholeRange());
        assertThat(run.request().device()).isEqualTo("auto");
    }

    @Test
    void theRecordSaysWhatWasAskedFor() {
        InferenceRun run = bench.requested(bench.cars, new FrameRange(3, 7));

        assertThat(bench.lastEntry().action()).isEqualTo("inference-run.requested");
        assertThat(bench.lastEntry().actor()).isEqualTo(ANNA);
        assertThat(bench.lastEntry().subject().id()).isEqualTo(run.id().toString());
        assertThat(bench.lastEntry().details())
                .containsEntry("frames", "3..7")
                .containsEntry("confidence", "0.5")
                .containsEntry("device", "auto")
                .containsEntry("iteration", bench.carModel.latest().id().toString());
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Request wrong = new Request(
                new AttachedModelId(UUID.randomUUID()),
                null,
                new DataUnitId(UUID.randomUUID()),
                new FrameRange(0, 1000),
                null,
                null,
                null,
                null,
                null,
                "gpu:7");

        assertThat(refused(wrong))
                .containsExactly(
                        "/attachedModelId unknown-attached-model",
                        "/dataUnitId unknown-data-unit",
                        "/confidence missing-field",
                        "/device device-not-available");
        assertThat(bench.queue.queued()).isEmpty();
        assertThat(bench.audit()).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidAtOnceToo() {
        assertThat(refused(new Request(null, null, null, null, null, null, null, null, null, null)))
                .containsExactly(
                        "/attachedModelId unknown-attached-model",
                        "/dataUnitId unknown-data-unit",
                        "/confidence missing-field");
    }

    @Test
    void aRangeBeyondTheDataUnitAndAnIterationThatIsNotAllowedAreRefused() {
        Request wrong = new Request(
                bench.cars.id(),
                new IterationId(UUID.randomUUID()),
                bench.video.id(),
                new FrameRange(50, 100),
                new Confidence(0.5),
                null,
                null,
                null,
                null,
                null);

        assertThat(refused(wrong))
                .containsExactly("/iterationId iteration-not-allowed", "/frameRange/last frame-out-of-range");
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedAndThoseThatAreAreNamed() {
        Request onAGpu = new Request(
                bench.cars.id(), null, bench.video.id(), null, new Confidence(0.5), null, null, null, null, "gpu");

        assertThat(refused(onAGpu)).containsExactly("/device device-not-available");
        assertThat(messages(() -> bench.runInference.request(ANNA, bench.project.id(), onAGpu, null)))
                .containsExactly("This environment has no device \"gpu\". Available: auto, cpu.");
    }

    @Test
    void whatBelongsToAnotherProjectIsUnknownHere() {
        Project other = aProject();
        DataUnit elsewhere = aVideo(other);
        AttachedModel foreign = attached(other, bench.carModel);
        bench.unitOfWork.run(() -> {
            bench.stores.projects().add(other);
            bench.stores.dataUnits().add(elsewhere, filesOf(elsewhere), framesOf(elsewhere));
            bench.stores.attachedModels().add(foreign);
        });

        assertThat(refused(new Request(
                        foreign.id(), null, elsewhere.id(), null, new Confidence(0.5), null, null, null, null, null)))
                .containsExactly("/attachedModelId unknown-attached-model", "/dataUnitId unknown-data-unit");
    }

    @Test
    void aProjectThatIsNotThereIsNotFound() {
        Request request = bench.request(bench.cars, null);

        assertThat(notFound(() -> bench.runInference.request(ANNA, new ProjectId(UUID.randomUUID()), request, null)))
                .isEqualTo("project-not-found");
    }

    @Test
    void aDisabledModelIsNotRun() {
        bench.attachModels.change(ANNA, bench.cars.id(), new AttachModels.Request(null, null, null, null, false), null);

        assertThat(conflict(() -> bench.requested(bench.cars))).isEqualTo("attached-model-disabled");
    }

    @Test
    void aDetachedModelIsNotRun() {
        bench.attachModels.detach(ANNA, bench.cars.id(), null);

        assertThat(conflict(() -> bench.requested(bench.cars))).isEqualTo("attached-model-disabled");
    }

    @Test
    void aModelWhoseMappingNoLongerFitsTheOntologyIsNotRun() {
        bench.defineProjects.reviseOntology(
                ANNA, bench.project.id(), Drafts.of(bench.project.ontology(), RunInferenceTest::archivedIfCar), null);

        assertThat(conflict(() -> bench.requested(bench.cars))).isEqualTo("attached-model-outdated");
    }

    @Test
    void aRunIsAboutTheNewestRevisionOfTheOntology() {
        bench.defineProjects.reviseOntology(ANNA, bench.project.id(), Drafts.of(bench.project.ontology()), null);

        InferenceRun run = bench.requested(bench.cars);

        assertThat(run.request().ontologyRevision()).isEqualTo(2);
    }

    @Test
    void theLatestIterationThatThePolicyAllowsIsRun() {
        bench.unitOfWork.run(() -> bench.stores.models().addIteration(anIteration(bench.carModel.id(), 2)));

        InferenceRun run = bench.requested(bench.cars);

        assertThat(run.request().weights())
                .isEqualTo(anIteration(bench.carModel.id(), 2).weights());
    }

    @Test
    void theSameKeyGivesTheRunOfTheFirstRequest() {
        Request request = bench.request(bench.cars, new FrameRange(0, 9));
        InferenceRun first = bench.runInference.request(ANNA, bench.project.id(), request, "key");

        InferenceRun again = bench.runInference.request(ANNA, bench.project.id(), request, "key");

        assertThat(again).isEqualTo(first);
        assertThat(bench.queue.queued()).containsExactly(first.id());
        assertThat(bench.actions()).containsExactly("inference-run.requested");
    }

    @Test
    void theSameKeyGivesTheRunAsItIsNowEvenWhenItCouldNotBeRequestedAnyMore() {
        Request request = bench.request(bench.cars, null);
        InferenceRun first = bench.runInference.request(ANNA, bench.project.id(), request, "key");
        bench.execute(first);
        bench.attachModels.detach(ANNA, bench.cars.id(), null);

        InferenceRun again = bench.runInference.request(ANNA, bench.project.id(), request, "key");

        assertThat(again).isEqualTo(bench.now(first));
    }

    @Test
    void theSameKeyForAnotherRequestIsAConflict() {
        Request request = new Request(
                bench.cars.id(),
                null,
                bench.video.id(),
                new FrameRange(0, 9),
                new Confidence(0.5),
                null,
                null,
                null,
                null,
                "cpu");
        bench.runInference.request(ANNA, bench.project.id(), request, "key");

        for (Request other : List.of(
                new Request(
                        bench.reds.id(),
                        null,
                        bench.video.id(),
                        new FrameRange(0, 9),
                        new Confidence(0.5),
                        null,
                        null,
                        null,
                        null,
                        "cpu"),
                new Request(
                        bench.cars.id(),
                        null,
                        bench.video.id(),
                        new FrameRange(0, 8),
                        new Confidence(0.5),
                        null,
                        null,
                        null,
                        null,
                        "cpu"),
                new Request(
                        bench.cars.id(),
                        null,
                        bench.video.id(),
                        new FrameRange(0, 9),
                        new Confidence(0.6),
                        null,
                        null,
                        null,
                        null,
                        "cpu"),
                new Request(
                        bench.cars.id(),
                        null,
                        bench.video.id(),
                        new FrameRange(0, 9),
                        new Confidence(0.5),
                        null,
                        null,
                        null,
                        null,
                        null),
                new Request(
                        bench.cars.id(),
                        new IterationId(UUID.randomUUID()),
                        bench.video.id(),
                        new FrameRange(0, 9),
                        new Confidence(0.5),
                        null,
                        null,
                        null,
                        null,
                        "cpu"),
                new Request(
                        bench.cars.id(),
                        null,
                        new DataUnitId(UUID.randomUUID()),
                        new FrameRange(0, 9),
                        new Confidence(0.5),
                        null,
                        null,
                        null,
                        null,
                        "cpu"))) {
            assertThat(conflict(() -> bench.runInference.request(ANNA, bench.project.id(), other, "key")))
                    .as("%s", other)
                    .isEqualTo("idempotency-key-reused");
        }
    }

    @Test
    void anotherKeyIsAnotherRun() {
        Request request = bench.request(bench.cars, null);
        InferenceRun first = bench.runInference.request(ANNA, bench.project.id(), request, "one");

        InferenceRun second = bench.runInference.request(ANNA, bench.project.id(), request, "two");

        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void aQueuedRunIsCancelledAtOnceByWhoeverCancelsIt() {
        InferenceRun run = bench.requested(bench.cars);

        InferenceRun cancelled = bench.controlRuns.cancel(BEN, run.id());

        assertThat(cancelled.state()).isInstanceOf(RunState.Cancelled.class);
        assertThat(bench.now(run)).isEqualTo(cancelled);
        assertThat(bench.lastEntry().action()).isEqualTo("inference-run.cancelled");
        assertThat(bench.lastEntry().actor()).isEqualTo(BEN);
    }

    @Test
    void aFinishedRunIsNotCancelled() {
        InferenceRun run = bench.executed(bench.cars);

        assertThat(conflict(() -> bench.controlRuns.cancel(BEN, run.id()))).isEqualTo("run-finished");
    }

    @Test
    void aRunThatIsNotThereIsNotFound() {
        InferenceRunId nobody = new InferenceRunId(UUID.randomUUID());

        assertThat(notFound(() -> bench.runInference.status(nobody))).isEqualTo("inference-run-not-found");
        assertThat(notFound(() -> bench.controlRuns.cancel(ANNA, nobody))).isEqualTo("inference-run-not-found");
        assertThat(notFound(() -> bench.runInference.predictions(nobody, FrameRange.single(0))))
                .isEqualTo("inference-run-not-found");
    }

    @Test
    void runsAreListedTheNewestFirstEachWithItsProgress() {
        InferenceRun first = bench.executed(bench.cars);
        InferenceRun second = bench.requested(bench.cars);
        InferenceRuns.Filter anything = new InferenceRuns.Filter(null, null, null, null, null, null, null, null);

        List<Status> listed =
                bench.runInference.page(anything, new PageRequest(10, null)).items();

        assertThat(listed)
                .containsExactly(
                        new Status(second, new RunProgress(100, 0), OutcomeCounts.ZERO),
                        new Status(first, new RunProgress(100, 100), new OutcomeCounts(100, 0, 0, 0, 0, 0)));
    }

    @Test
    void predictionsAreThoseOfTheShardsThatTheFramesAreIn() {
        InferenceRun run = bench.requested(bench.cars, new FrameRange(20, 59));
        bench.execute(run);

        assertThat(bench.runInference.predictions(run.id(), new FrameRange(29, 30)))
                .extracting(result -> result.shard().frames())
                .containsExactly(new FrameRange(20, 29), new FrameRange(30, 39));
        assertThat(violations(() -> bench.runInference.predictions(run.id(), new FrameRange(19, 20))))
                .containsExactly("/first frame-out-of-range");
    }

    private List<String> refused(Request request) {
        return violations(() -> bench.runInference.request(ANNA, bench.project.id(), request, null));
    }

    private static AttributeDraft archivedIfCar(AttributeDraft attribute) {
        return new AttributeDraft(
                attribute.featureNodeHash(),
                attribute.type(),
                attribute.title(),
                attribute.required(),
                CAR.value().equals(attribute.featureNodeHash()),
                attribute.options(),
                attribute.minimum(),
                attribute.maximum());
    }
}
