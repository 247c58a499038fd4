package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.DAY;
import static io.framewise.domain.Fixtures.NIGHT;
import static io.framewise.domain.Fixtures.RED;
import static io.framewise.domain.Fixtures.RED_NO;
import static io.framewise.domain.Fixtures.RED_YES;
import static io.framewise.domain.Fixtures.aModel;
import static io.framewise.domain.Fixtures.asked;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.mapping;
import static io.framewise.domain.Fixtures.option;
import static io.framewise.domain.Fixtures.radio;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.Workbench;
import io.framewise.application.inference.RunCascade.ModelChoice;
import io.framewise.application.inference.RunCascade.Request;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.label.Label;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.Model;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.project.Project;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several models of one branch, on the street of 100 frames and shards of 10: there is a car on frames 25 to 64. */
class RunCascadeTest {

    private static final float[] YES = {0.9f, 0.1f};
    private static final float[] NO = {0.2f, 0.8f};

    private final Workbench bench = new Workbench();

    @BeforeEach
    void aCarComesAndGoes() {
        bench.classifier.says(bench.carModel.id(), frame -> frame >= 25 && frame < 65 ? YES : NO);
        bench.classifier.says(bench.redModel.id(), frame -> YES);
    }

    @Test
    void aNestedModelRunsOnTheFramesThatItsParentHasJustOpened() {
        List<InferenceRun> runs = executed(request(null, null));

        assertThat(runs).extracting(run -> run.request().attribute()).containsExactly(CAR, RED);
        assertThat(bench.counts(runs.get(0))).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(bench.counts(runs.get(1))).isEqualTo(new OutcomeCounts(40, 0, 0, 0, 60, 0));
        assertThat(frames(RED)).isEqualTo(FrameRanges.of(25, 64));
    }

    @Test
    void theRecordSaysWhichRunANestedOneFollowed() {
        List<InferenceRun> runs = executed(request(null, null));

        assertThat(runs.get(0).request().follows()).isEmpty();
        assertThat(runs.get(1).request().follows()).contains(runs.get(0).id());
        assertThat(bench.actions())
                .containsSubsequence("inference-run.requested", "inference-run.requested", "inference-batch.requested");
    }

    @Test
    void theyGoShardByShardAndTheParentKeepsThePicturesOfItsShard() {
        executed(request(null, null));

        List<FrameClassifier.Job> jobs = bench.classifier.jobs();
        assertThat(jobs.subList(2, 6))
                .extracting(FrameClassifier.Job::frames)
                .containsExactly(
                        FrameRanges.of(20, 29), FrameRanges.of(25, 29), FrameRanges.of(30, 39), FrameRanges.of(30, 39));
        assertThat(jobs.get(2).next()).containsExactly(bench.redModel.latest().preprocessing());
        assertThat(jobs.get(3).next()).isEmpty();
    }

    @Test
    void aSlotTakesNoShardWhoseParentsAnswersAreMissing() {
        List<InferenceRun> runs = runs(requested(request(null, null)));
        bench.classifier.before(5, () -> bench.execute(runs.get(1)));

        bench.execute(runs.get(0));

        assertThat(bench.counts(runs.get(1))).isEqualTo(new OutcomeCounts(40, 0, 0, 0, 60, 0));
    }

    @Test
    void answersThatAPersonHasGivenOpenTheGateAsWell() {
        bench.answer(CAR, 0, 9, CAR_YES);
        bench.answer(CAR, 30, 39, CAR_NO);

        List<InferenceRun> runs = executed(request(null, null));

        assertThat(bench.counts(runs.get(0))).isEqualTo(new OutcomeCounts(80, 0, 0, 20, 0, 0));
        assertThat(frames(RED))
                .isEqualTo(FrameRanges.of(0, 9).union(FrameRanges.of(25, 29)).union(FrameRanges.of(40, 64)));
    }

    @Test
    void heldAnswersOfTheParentOpenTheGateAndTheChildHoldsItsOwn() {
        List<InferenceRun> runs = executed(request(null, 4));

        assertThat(frames(RED)).isEqualTo(FrameRanges.of(28, 67));
        assertThat(bench.counts(runs.get(1)).held()).isEqualTo(30);
    }

    @Test
    void whatFollowsASmoothedParentWaitsForItsEnd() {
        bench.classifier.says(bench.carModel.id(), frame -> frame == 50 ? NO : YES);

        List<InferenceRun> runs = executed(request(3, null));

        assertThat(bench.counts(runs.get(1))).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(frames(RED)).isEqualTo(FrameRanges.of(0, 99));
    }

    @Test
    void theChildOfAChildFollowsIt() {
        AttachedModel shades = attachedBelow();
        bench.classifier.says(bench.redModel.id(), frame -> frame % 2 == 0 ? YES : NO);

        List<InferenceRun> runs = executed(new Request(
                List.of(model(shades, null), model(bench.reds, null), model(bench.cars, null)),
                bench.video.id(),
                new FrameRange(20, 69),
                true,
                null,
                null));

        assertThat(runs)
                .extracting(run -> run.request().attachedModelId())
                .containsExactly(bench.cars.id(), bench.reds.id(), shades.id());
        assertThat(runs.get(2).request().follows()).contains(runs.get(1).id());
        assertThat(bench.counts(runs.get(2))).isEqualTo(new OutcomeCounts(20, 0, 0, 0, 30, 0));
    }

    @Test
    void cancellingTheParentCancelsWhatFollows() {
        List<InferenceRun> runs = runs(requested(request(null, null)));
        bench.classifier.before(
                45, () -> bench.controlRuns.cancel(BEN, runs.get(0).id()));

        bench.execute(runs.get(0));

        assertThat(runs).allMatch(run -> bench.now(run).state().name().equals("cancelled"));
        assertThat(frames(RED)).isEqualTo(FrameRanges.of(25, 39));
    }

    @Test
    void cancellingTheChildLetsTheParentGoOn() {
        List<InferenceRun> runs = runs(requested(request(null, null)));
        bench.controlRuns.cancel(BEN, runs.get(1).id());

        bench.execute(runs.get(0));

        assertThat(bench.now(runs.get(0)).state().name()).isEqualTo("succeeded");
        assertThat(frames(RED)).isEqualTo(FrameRanges.NONE);
    }

    @Test
    void aChildThatWasPausedCatchesUp() {
        List<InferenceRun> runs = runs(requested(request(null, null)));
        bench.controlRuns.pause(BEN, runs.get(1).id());
        bench.execute(runs.get(0));
        bench.controlRuns.resume(BEN, runs.get(1).id());

        bench.execute(runs.get(1));

        assertThat(bench.counts(runs.get(1))).isEqualTo(new OutcomeCounts(40, 0, 0, 0, 60, 0));
    }

    @Test
    void whenAShardOfTheParentFailsWhatFollowsIsGatedOutThereAndBothAreTriedAgain() {
        bench.classifier.always(45, () -> {
            throw new IllegalStateException("The disk is broken.");
        });
        InferenceBatch batch = requested(request(null, null));
        List<InferenceRunId> ids = runs(batch).stream().map(InferenceRun::id).toList();
        bench.execute(bench.now(ids.get(0)));
        assertThat(bench.counts(bench.now(ids.get(1)))).isEqualTo(new OutcomeCounts(30, 0, 0, 0, 70, 0));
        bench.classifier.calm();

        bench.controlBatches.retry(BEN, batch.id());
        bench.execute(bench.now(ids.get(0)));

        assertThat(bench.counts(bench.now(ids.get(0)))).isEqualTo(new OutcomeCounts(100, 0, 0, 0, 0, 0));
        assertThat(bench.counts(bench.now(ids.get(1)))).isEqualTo(new OutcomeCounts(40, 0, 0, 0, 60, 0));
        assertThat(frames(RED)).isEqualTo(FrameRanges.of(25, 64));
    }

    @Test
    void whatTheChildFailedAtIsTriedAgainAlone() {
        bench.classifier.says(bench.redModel.id(), frame -> {
            throw new IllegalStateException("The network is broken.");
        });
        InferenceBatch batch = requested(request(null, null));
        List<InferenceRunId> ids = runs(batch).stream().map(InferenceRun::id).toList();
        bench.execute(bench.now(ids.get(0)));
        assertThat(bench.now(ids.get(0)).state().name()).isEqualTo("succeeded");
        assertThat(bench.now(ids.get(1)).state().name()).isEqualTo("failed");
        bench.classifier.says(bench.redModel.id(), frame -> YES);
        int before = bench.classifier.jobs().size();

        bench.controlRuns.retry(BEN, ids.get(1));
        bench.execute(bench.now(ids.get(1)));

        assertThat(bench.counts(bench.now(ids.get(1)))).isEqualTo(new OutcomeCounts(40, 0, 0, 0, 60, 0));
        assertThat(bench.classifier
                        .jobs()
                        .subList(before, bench.classifier.jobs().size()))
                .allMatch(job -> job.iteration().modelId().equals(bench.redModel.id()));
    }

    @Test
    void everythingThatIsWrongIsSaidWithItsPlace() {
        Request request = new Request(
                List.of(model(bench.cars, null), new ModelChoice(null, null, null, null, null)),
                bench.video.id(),
                new FrameRange(90, 120),
                null,
                null,
                "gpu");

        assertThat(violations(() -> requested(request)))
                .containsExactly(
                        "/frameRange/last frame-out-of-range",
                        "/device device-not-available",
                        "/models/1/attachedModelId unknown-attached-model",
                        "/models/1/confidence missing-field");
    }

    @Test
    void modelsOfDifferentBranchesAreNoCascadeAndNothingIsRecorded() {
        Model dayModel = aModel("Day or night", "day", "night");
        AttachedModel days = attached(bench.project, dayModel, mapping("day", DAY, "night", NIGHT));
        bench.unitOfWork.run(() -> {
            bench.stores.models().add(dayModel);
            bench.stores.attachedModels().add(days);
        });
        Request request = new Request(
                List.of(model(bench.reds, null), model(days, null), model(bench.cars, null)),
                bench.video.id(),
                null,
                null,
                null,
                null);

        assertThat(violations(() -> requested(request))).containsExactly("/models/2/attachedModelId other-branch");
        assertThat(bench.queue.queued()).isEmpty();
    }

    @Test
    void withoutModelsThereIsNothingToRun() {
        assertThat(violations(() -> requested(new Request(null, bench.video.id(), null, null, null, null))))
                .containsExactly("/models number-of-models");
    }

    /** A third question, about red cars only, and a model for it. */
    private AttachedModel attachedBelow() {
        FeatureNodeHash shade = new FeatureNodeHash("RedShade");
        FeatureNodeHash dark = new FeatureNodeHash("RS__dark");
        FeatureNodeHash light = new FeatureNodeHash("RS_light");
        Ontology deeper = new Ontology(
                2,
                List.of(asked(
                        "Class_02",
                        radio(
                                CAR,
                                "Is there a car in the frame?",
                                option(
                                        CAR_YES,
                                        "yes",
                                        radio(
                                                RED,
                                                "Is the car red?",
                                                option(
                                                        RED_YES,
                                                        "yes",
                                                        radio(
                                                                shade,
                                                                "Which red?",
                                                                option(dark, "dark"),
                                                                option(light, "light"))),
                                                option(RED_NO, "no"))),
                                option(CAR_NO, "no")))));
        Project project = bench.project.withOntology(deeper);
        Model model = aModel("Shades", "dark", "light");
        AttachedModel attached = attached(project, model, mapping("dark", dark, "light", light));
        bench.unitOfWork.run(() -> {
            bench.stores.projects().saveOntology(project);
            bench.stores.models().add(model);
            bench.stores.attachedModels().add(attached);
        });
        return attached;
    }

    private Request request(Integer smoothingOfTheParent, Integer stride) {
        return new Request(
                List.of(model(bench.reds, null), model(bench.cars, smoothingOfTheParent)),
                bench.video.id(),
                null,
                true,
                stride,
                null);
    }

    private static ModelChoice model(AttachedModel attached, Integer smoothing) {
        return new ModelChoice(attached.id(), null, new Confidence(0.5), null, smoothing);
    }

    private InferenceBatch requested(Request request) {
        return bench.runCascade.request(ANNA, bench.project.id(), request);
    }

    private List<InferenceRun> runs(InferenceBatch batch) {
        return bench.controlBatches.runs(batch.id()).stream()
                .map(RunInference.Status::run)
                .toList();
    }

    /** Through to the end; only the first run has slots. */
    private List<InferenceRun> executed(Request request) {
        InferenceBatch batch = requested(request);
        List<InferenceRun> runs = runs(batch);
        assertThat(bench.queue.queued()).containsExactly(runs.get(0).id());
        bench.execute(runs.get(0));
        return runs;
    }

    private FrameRanges frames(FeatureNodeHash attribute) {
        return FrameRanges.ofAll(
                bench.labels(attribute).stream().map(Label::frames).toList());
    }
}
