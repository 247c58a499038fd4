package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.Shards.Lease;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.media.FrameSource;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunOutcome;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.model.Preprocessing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Does the work of a queued run, a few shards at a time: takes them, chooses the eligible frames, classifies them, and
 * writes shard by shard. Whoever ends the last shard ends the run.
 *
 * <p>The runs of a cascade go shard by shard as well: right after a shard of one, the same shard of those that follow it,
 * whose gates the answers just written have opened, and whose pictures are still there.
 */
public final class ExecuteRun {

    /** Neighbours go through the decoder in one go; more of them would keep later runs waiting. */
    private static final int SHARDS_AT_ONCE = 4;

    /** Before a slot asks again whether a run has ended that another one follows as a whole. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final UnitOfWork unitOfWork;
    private final DataUnits dataUnits;
    private final Models models;
    private final InferenceRuns runs;
    private final Shards shards;
    private final ShardResults results;
    private final FrameClassifier classifier;
    private final DeviceCatalog devices;
    private final DeriveLabels deriveLabels;
    private final Journal journal;
    private final InstantSource clock;
    private final FrameChoice choice;
    private final RunEnding ending;
    private final ShardFailures failures;

    /**
     * @param tries of a shard, at most
     * @param retryPause before a shard that failed is tried again; longer each time
     */
    public ExecuteRun(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            InferenceRuns runs,
            Shards shards,
            ShardResults results,
            Labels labels,
            FrameClassifier classifier,
            DeviceCatalog devices,
            DeriveLabels deriveLabels,
            Journal journal,
            InstantSource clock,
            int tries,
            Duration retryPause) {
        this.unitOfWork = unitOfWork;
        this.dataUnits = dataUnits;
        this.models = models;
        this.runs = runs;
        this.shards = shards;
        this.results = results;
        this.classifier = classifier;
        this.devices = devices;
        this.deriveLabels = deriveLabels;
        this.journal = journal;
        this.clock = clock;
        this.choice = new FrameChoice(projects, labels);
        this.ending = new RunEnding(runs, shards, results, journal, clock);
        this.failures = new ShardFailures(unitOfWork, runs, shards, deriveLabels, choice, ending, tries, retryPause);
    }

    /**
     * Serves a slot of a run and of those that follow it once.
     *
     * @param pool whose devices are to be used
     * @param stop whether the worker is to stop; asked often
     * @return after which pause the slot is to be served again, at the end of the queue; empty when it is not
     * @throws RuntimeException when the database cannot be reached; the slot is to be served again
     */
    public Optional<Duration> execute(InferenceRunId id, Pool pool, UUID slot, BooleanSupplier stop) {
        List<InferenceRunId> followers = unitOfWork.run(() -> runs.followers(id));
        Optional<Duration> again = serve(id, followers, pool, slot, stop);
        for (InferenceRunId follower : followers) {
            if (!stop.getAsBoolean()) {
                again = sooner(again, execute(follower, pool, slot, stop));
            }
        }
        return again;
    }

    private static Optional<Duration> sooner(Optional<Duration> one, Optional<Duration> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private Optional<Duration> serve(
            InferenceRunId id, List<InferenceRunId> followers, Pool pool, UUID slot, BooleanSupplier stop) {
        Optional<InferenceRun> before = unitOfWork
                .run(() -> runs.get(id).request().follows().map(runs::get))
                .filter(run -> !(run.state() instanceof RunState.Finished));
        if (before.isPresent() && before.get().request().thresholds().smooth()) {
            // Only its end tells its answers. A slot of one that is paused comes back when it is resumed.
            return before.get().state() instanceof RunState.Paused ? Optional.empty() : Optional.of(PATIENCE);
        }
        Optional<InferenceRunId> after = before.map(InferenceRun::id);
        int most = followers.isEmpty() && after.isEmpty() ? SHARDS_AT_ONCE : 1;
        List<Lease> taken = unitOfWork.run(() -> take(id, after, slot, most));
        InferenceRun run = unitOfWork.run(() -> runs.get(id));
        List<Lease> leases = failures.triable(run, taken);
        if (leases.isEmpty()) {
            return unitOfWork.run(() -> leave(id, after, List.of(), Optional.empty()));
        }
        ShardWriter writer = new ShardWriter(unitOfWork, runs, shards, deriveLabels, clock, run, leases, stop);
        Optional<RunOutcome.Execution> execution = work(run, followers, pool, writer, stop);
        return unitOfWork.run(() -> leave(id, after, writer.pending(), execution));
    }

    private Optional<RunOutcome.Execution> work(
            InferenceRun run, List<InferenceRunId> followers, Pool pool, ShardWriter writer, BooleanSupplier stop) {
        try {
            return classify(run, followers, pool, writer);
        } catch (RuntimeException e) {
            if (!stop.getAsBoolean() && !writer.stopped()) {
                failures.of(run, writer.pending(), e);
            }
            return Optional.empty();
        }
    }

    private List<Lease> take(InferenceRunId id, Optional<InferenceRunId> after, UUID slot, int most) {
        InferenceRun run = runs.lock(id);
        if (run.state() instanceof RunState.Finished || run.state() instanceof RunState.Paused) {
            return List.of();
        }
        List<Lease> taken = new ArrayList<>(shards.take(id, after, slot, most));
        if (!taken.isEmpty() && run.state() instanceof RunState.Queued) {
            runs.save(run.start(clock.instant()));
            journal.write(
                    run.request().requester(),
                    "inference-run.started",
                    id,
                    run.request().projectId(),
                    Map.of());
        }
        return taken;
    }

    private Optional<RunOutcome.Execution> classify(
            InferenceRun run, List<InferenceRunId> followers, Pool pool, ShardWriter writer) {
        RunRequest request = run.request();
        Device device = device(request, pool);
        FrameChoice.Frames frames = unitOfWork.run(() -> choice.of(request, writer.ranges()));
        writer.begin(frames, known(request, frames.sampled()));
        FrameRanges missing = writer.missing();
        if (missing.isEmpty() || writer.stopped()) {
            return Optional.empty();
        }
        FrameSource source = unitOfWork.run(() -> dataUnits.source(request.dataUnitId(), missing.span()));
        Iteration iteration = unitOfWork.run(() -> iteration(request));
        List<Preprocessing> next = unitOfWork.run(() -> inputs(followers));
        FrameClassifier.Report report = classifier.classify(
                new Job(source, missing, iteration, request.features().size(), device, next), writer::accept);
        return Optional.of(new RunOutcome.Execution(
                device.value(),
                report.engine(),
                report.engineVersion(),
                report.form(),
                report.duplicates(),
                report.decodeMillis(),
                report.inferMillis()));
    }

    private Iteration iteration(RunRequest request) {
        return models.get(request.modelId())
                .iteration(request.iterationId())
                .orElseThrow(() -> new Refusal.NotFound("iteration", request.iterationId()));
    }

    /** What the networks of all that follow want of a picture. */
    private List<Preprocessing> inputs(List<InferenceRunId> followers) {
        return followers.stream()
                .flatMap(id -> Stream.concat(
                        Stream.of(iteration(runs.get(id).request()).preprocessing()),
                        inputs(runs.followers(id)).stream()))
                .distinct()
                .toList();
    }

    private SortedMap<Integer, float[]> known(RunRequest request, FrameRanges sampled) {
        return request.fresh() || sampled.isEmpty()
                ? Collections.emptySortedMap()
                : unitOfWork.run(() -> results.known(request.iterationId(), request.contentHash(), sampled));
    }

    private Device device(RunRequest request, Pool pool) {
        boolean any = request.device().equals("auto");
        return devices.devices().resolve(any ? pool == Pool.GPU ? "gpu" : "cpu" : request.device(), "/device");
    }

    /** What was taken and not written waits again; the last one out ends the run. */
    private Optional<Duration> leave(
            InferenceRunId id,
            Optional<InferenceRunId> after,
            List<Lease> unwritten,
            Optional<RunOutcome.Execution> execution) {
        RunRequest request = runs.get(id).request();
        if (request.thresholds().smooth()) {
            dataUnits.lock(request.dataUnitId());
        }
        InferenceRun run = runs.lock(id);
        unwritten.forEach(shards::release);
        InferenceRun now = execution.map(run::worked).orElse(run);
        if (!now.equals(run)) {
            runs.save(now);
        }
        if (now.state() instanceof RunState.Finished || now.state() instanceof RunState.Paused) {
            return Optional.empty();
        }
        Shards.Open open = shards.open(id, after);
        if (open.waiting() == 0 && open.taken() == 0) {
            if (request.thresholds().smooth()) {
                deriveLabels.smooth(now);
            }
            ending.finish(now);
        }
        return open.pause();
    }
}
