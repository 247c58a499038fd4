package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.aRequest;
import static io.framewise.domain.Fixtures.aRun;
import static io.framewise.domain.Fixtures.allLabelled;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.onTheProcessor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.Stride;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.Model;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of {@link InferenceRuns} does. */
public abstract class InferenceRunsContract extends StoresContract {

    @Test
    void aRunComesBackAsItWasAdded() {
        InferenceRun run = aRun(storableRequest());

        inTransaction(() -> stores().runs().add(run, "key"));

        assertThat(inTransaction(() -> stores().runs().get(run.id()))).isEqualTo(run);
    }

    @Test
    void everyStateComesBackAsItWasSaved() {
        InferenceRun queued = storedRun();
        InferenceRun running = queued.start(NOW.plusMillis(1));
        InferenceRun worked = running.worked(onTheProcessor().orElseThrow());
        OutcomeCounts some = new OutcomeCounts(1, 2, 3, 4, 5, 6);
        OutcomeCounts all = allLabelled(queued);
        OutcomeCounts other = new OutcomeCounts(60, 40, 0, 0, 0, 0);
        Instant end = NOW.plusMillis(2);
        List<InferenceRun> states = List.of(
                queued.cancel(end, OutcomeCounts.ZERO),
                queued.fail(end, "No worker took it.", OutcomeCounts.ZERO),
                queued.pause(),
                running,
                running.pause(),
                worked,
                worked.pause(),
                running.cancel(end, some),
                worked.cancel(end, some),
                running.fail(end, "Broken \"weights\".", some),
                worked.fail(end, "All frames failed.", some),
                running.succeed(end, all),
                worked.succeed(end, all),
                worked.succeed(end, all).rederived(Thresholds.of(0.875), other));

        List<InferenceRun> found =
                states.stream().map(run -> savedAndFound(queued, run)).toList();

        assertThat(found).isEqualTo(states);
    }

    @Test
    void theRunsThatFollowAnotherAreFound() {
        RunRequest request = storableRequest();
        InferenceRun first = stored(aRun(request));
        InferenceRun second = stored(aRun(request.following(first.id())));
        InferenceRun third = stored(aRun(later(request).following(first.id())));
        stored(aRun(request.following(second.id())));

        assertThat(inTransaction(() -> stores().runs().followers(first.id()))).containsExactly(second.id(), third.id());
        assertThat(inTransaction(() -> stores().runs().get(second.id()))
                        .request()
                        .follows())
                .contains(first.id());
        assertThat(inTransaction(() -> stores().runs().get(first.id()))
                        .request()
                        .follows())
                .isEmpty();
    }

    @Test
    void savingStoresTheStateAndNeverTheRequest() {
        RunRequest request = storableRequest();
        InferenceRun run = stored(aRun(request));
        RunRequest other = new RunRequest(
                request.projectId(),
                request.dataUnitId(),
                request.contentHash(),
                FrameRange.single(3),
                request.attachedModelId(),
                request.modelId(),
                request.iterationId(),
                request.weights(),
                request.features(),
                request.attribute(),
                request.featuresMapping(),
                request.ontologyRevision(),
                new Thresholds(new Confidence(1), Map.of(CAR_YES, new Confidence(0.25))),
                true,
                Stride.EVERY_FRAME,
                "cpu",
                BEN,
                request.requestedAt(),
                Optional.empty());

        InferenceRun found = savedAndFound(
                run, new InferenceRun(run.id(), other, run.start(NOW).state()));

        assertThat(found).isEqualTo(run.start(NOW));
    }

    @Test
    void aRunThatIsNotThereIsNotFound() {
        InferenceRunId nobody = new InferenceRunId(UUID.randomUUID());

        assertThatThrownBy(() -> inTransaction(() -> stores().runs().get(nobody)))
                .isInstanceOfSatisfying(
                        Refusal.NotFound.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("inference-run-not-found"));
        assertThatThrownBy(() -> inTransaction(() -> stores().runs().lock(nobody)))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void aRunIsFoundByItsKeyInsideItsProjectOnly() {
        RunRequest mine = storableRequest();
        RunRequest other = storableRequest();
        InferenceRun run = aRun(mine);
        inTransaction(() -> stores().runs().add(run, "same key"));

        Optional<InferenceRun> found = byKey(mine.projectId(), "same key");

        assertThat(found).contains(run);
        assertThat(byKey(mine.projectId(), "another key")).isEmpty();
        assertThat(byKey(other.projectId(), "same key")).isEmpty();
    }

    @Test
    void aKeyIsTakenOnceInAProjectAndFreeInOthers() {
        RunRequest request = storableRequest();
        InferenceRun second = aRun(request);
        InferenceRun elsewhere = aRun(storableRequest());
        inTransaction(() -> stores().runs().add(aRun(request), "key"));

        assertThatThrownBy(() -> inTransaction(() -> stores().runs().add(second, "key")))
                .isInstanceOf(RuntimeException.class);
        inTransaction(() -> stores().runs().add(elsewhere, "key"));

        assertThatThrownBy(() -> inTransaction(() -> stores().runs().get(second.id())))
                .isInstanceOf(Refusal.NotFound.class);
        assertThat(inTransaction(() -> stores().runs().get(elsewhere.id()))).isEqualTo(elsewhere);
    }

    @Test
    void manyRunsMayHaveNoKey() {
        RunRequest request = storableRequest();
        InferenceRun one = stored(aRun(request));

        InferenceRun other = stored(aRun(request));

        assertThat(found(filter().project(request.projectId()).build())).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void aLockedRunIsGivenToTheNextOnlyWithWhatTheFirstMadeOfIt() throws Exception {
        InferenceRun run = storedRun();

        InferenceRun seen = secondAfterFirst(
                () -> stores().runs().lock(run.id()), () -> stores().runs().save(run.start(NOW)));

        assertThat(seen).isEqualTo(run.start(NOW));
    }

    @Test
    void eachFilterFindsItsRuns() {
        Project project = storedProject();
        InferenceRun hers = stored(requested(project, ANNA, NOW));
        InferenceRun his = stored(requested(project, BEN, NOW.plusSeconds(10)));
        InferenceRun elsewhere = stored(requested(storedProject(), ANNA, NOW));
        RunRequest request = hers.request();

        assertThat(found(filter().project(project.id()).build())).containsExactly(his, hers);
        assertThat(found(filter().dataUnit(request).build())).containsExactly(hers);
        assertThat(found(filter().model(request).build())).containsExactly(hers);
        assertThat(found(filter().attachedModel(request).build())).containsExactly(hers);
        assertThat(found(filter().project(project.id()).requester("ben").build()))
                .containsExactly(his);
        assertThat(found(filter().project(project.id()).requester("nobody").build()))
                .isEmpty();
        assertThat(found(filter().build()).stream().filter(List.of(hers, his, elsewhere)::contains))
                .hasSize(3);
        assertThat(found(filter().dataUnit(request).requester("ben").build()))
                .as("all conditions hold together")
                .isEmpty();
    }

    @Test
    void aFilterByStateFindsTheRunsThatAreInItNow() {
        Project project = storedProject();
        InferenceRun queued = stored(requested(project, ANNA, NOW));
        InferenceRun run = stored(requested(project, ANNA, NOW));
        InferenceRun running = savedAndFound(run, run.start(NOW));
        InferenceRun other = stored(requested(project, ANNA, NOW));
        InferenceRun cancelled = savedAndFound(other, other.cancel(NOW, OutcomeCounts.ZERO));

        Filters inProject = filter().project(project.id());

        assertThat(found(inProject.state("queued").build())).containsExactly(queued);
        assertThat(found(inProject.state("running").build())).containsExactly(running);
        assertThat(found(inProject.state("cancelled").build())).containsExactly(cancelled);
        assertThat(found(inProject.state("succeeded").build())).isEmpty();
        assertThat(found(inProject.state("no such state").build())).isEmpty();
    }

    @Test
    void aFilterByTimeIncludesItsBeginningAndNotItsEnd() {
        Project project = storedProject();
        InferenceRun first = stored(requested(project, ANNA, NOW));
        InferenceRun second = stored(requested(project, ANNA, NOW.plusSeconds(10)));
        InferenceRun third = stored(requested(project, ANNA, NOW.plusSeconds(20)));

        Filters inProject = filter().project(project.id());

        assertThat(found(inProject.from(NOW.plusSeconds(10)).build())).containsExactly(third, second);
        assertThat(found(inProject.to(NOW.plusSeconds(10)).build())).containsExactly(first);
        assertThat(found(inProject.from(NOW).to(NOW.plusSeconds(20)).build())).containsExactly(second, first);
        assertThat(found(inProject.from(NOW.plusSeconds(21)).build())).isEmpty();
    }

    @Test
    void runsOfOneMomentAreEachListedOnceAndNewOnesShiftNothing() {
        RunRequest request = storableRequest();
        List<InferenceRun> same =
                IntStream.range(0, 7).mapToObj(i -> stored(aRun(request))).toList();
        RunRequest later = later(request);
        List<InferenceRun> meanwhile = new ArrayList<>();

        List<InferenceRun> listed = walk(
                2,
                page -> stores().runs()
                        .page(filter().project(request.projectId()).build(), page),
                () -> meanwhile.add(stored(aRun(later))));

        assertThat(meanwhile).isNotEmpty();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(same);
    }

    @Test
    void aFilteredListIsLeafedThroughLikeAnyOther() {
        Project project = storedProject();
        List<InferenceRun> hers = Stream.of(0, 1, 1, 2, 3)
                .map(second -> stored(requested(project, ANNA, NOW.plusSeconds(second))))
                .toList();
        Stream.of(0, 1, 1, 2, 3).forEach(second -> stored(requested(project, BEN, NOW.plusSeconds(second))));

        List<InferenceRun> listed = walk(
                2,
                page -> stores().runs()
                        .page(filter().project(project.id()).requester("anna").build(), page));

        assertThat(listed).containsExactlyInAnyOrderElementsOf(hers);
        assertThat(listed.stream().map(run -> run.request().requestedAt()))
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    void theSpeedOfAnIterationIsThatOfItsLastRuns() {
        InferenceRun run = storedRun();
        assertThat(inTransaction(
                        () -> stores().runs().framesPerSecond(run.request().iterationId())))
                .isEmpty();
        savedAndFound(
                run,
                run.start(NOW).worked(onTheProcessor().orElseThrow()).succeed(NOW.plusSeconds(4), allLabelled(run)));

        OptionalDouble speed = inTransaction(
                () -> stores().runs().framesPerSecond(run.request().iterationId()));

        assertThat(speed).hasValue(25);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        RunRequest request = storableRequest();
        stored(aRun(request));

        assertRefusesForeignTokens(page ->
                stores().runs().page(filter().project(request.projectId()).build(), page));
    }

    private InferenceRun savedAndFound(InferenceRun stored, InferenceRun changed) {
        inTransaction(() -> {
            stores().runs().lock(stored.id());
            stores().runs().save(changed);
        });
        return inTransaction(() -> stores().runs().get(stored.id()));
    }

    private Optional<InferenceRun> byKey(ProjectId project, String key) {
        return inTransaction(() -> stores().runs().withIdempotencyKey(project, key));
    }

    private List<InferenceRun> found(InferenceRuns.Filter filter) {
        return walk(100, page -> stores().runs().page(filter, page));
    }

    private InferenceRun requested(Project project, Actor requester, Instant when) {
        DataUnit video = storedVideo(project);
        Model model = stored(aCarModel());
        AttachedModel attached = stored(attached(project, model));
        return aRun(aRequest(project, video, model, attached, new FrameRange(10, 49), requester, when));
    }

    static RunRequest later(RunRequest request) {
        return new RunRequest(
                request.projectId(),
                request.dataUnitId(),
                request.contentHash(),
                request.frameRange(),
                request.attachedModelId(),
                request.modelId(),
                request.iterationId(),
                request.weights(),
                request.features(),
                request.attribute(),
                request.featuresMapping(),
                request.ontologyRevision(),
                request.thresholds(),
                request.fresh(),
                Stride.EVERY_FRAME,
                request.device(),
                request.requester(),
                request.requestedAt().plusSeconds(60),
                Optional.empty());
    }

    private static Filters filter() {
        return new Filters(new InferenceRuns.Filter(null, null, null, null, null, null, null, null));
    }

    /** A filter, condition by condition. */
    private record Filters(InferenceRuns.Filter build) {

        Filters project(ProjectId project) {
            return new Filters(new InferenceRuns.Filter(
                    project,
                    build.dataUnit(),
                    build.model(),
                    build.attachedModel(),
                    build.state(),
                    build.requester(),
                    build.from(),
                    build.to()));
        }

        Filters dataUnit(RunRequest of) {
            return new Filters(new InferenceRuns.Filter(
                    build.project(),
                    of.dataUnitId(),
                    build.model(),
                    build.attachedModel(),
                    build.state(),
                    build.requester(),
                    build.from(),
                    build.to()));
        }

        Filters model(RunRequest of) {
            return new Filters(new InferenceRuns.Filter(
                    build.project(),
                    build.dataUnit(),
                    of.modelId(),
                    build.attachedModel(),
                    build.state(),
                    build.requester(),
                    build.from(),
                    build.to()));
        }

        Filters attachedModel(RunRequest of) {
            return new Filters(new InferenceRuns.Filter(
                    build.project(),
                    build.dataUnit(),
                    build.model(),
                    of.attachedModelId(),
                    build.state(),
                    build.requester(),
                    build.from(),
                    build.to()));
        }

        Filters state(String state) {
            return new Filters(new InferenceRuns.Filter(
                    build.project(),
                    build.dataUnit(),
                    build.model(),
                    build.attachedModel(),
                    state,
                    build.requester(),
                    build.from(),
                    build.to()));
        }

        Filters requester(String requester) {
            return new Filters(new InferenceRuns.Filter(
                    build.project(),
                    build.dataUnit(),
                    build.model(),
                    build.attachedModel(),
                    build.state(),
                    requester,
                    build.from(),
                    build.to()));
        }

        Filters from(Instant from) {
            return new Filters(new InferenceRuns.Filter(
                    build.project(),
                    build.dataUnit(),
                    build.model(),
                    build.attachedModel(),
                    build.state(),
                    build.requester(),
                    from,
                    build.to()));
        }

        Filters to(Instant to) {
            return new Filters(new InferenceRuns.Filter(
                    build.project(),
                    build.dataUnit(),
                    build.model(),
                    build.attachedModel(),
                    build.state(),
                    build.requester(),
                    build.from(),
                    to));
        }
    }
}
