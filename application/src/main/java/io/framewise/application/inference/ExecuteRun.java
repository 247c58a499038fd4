package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.label.Labels;
import io.framewise.application.media.DataUnits;
import io.framewise.application.media.FrameSource;
import io.framewise.application.model.Models;
import io.framewise.application.project.Projects;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunOutcome;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.label.LabelSheet;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Iteration;
import io.framewise.domain.ontology.Ontology;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Does the work of a queued run: chooses the eligible frames, classifies them, and writes shard by shard. Called again
 * after a worker died, it goes on behind the shards that are written.
 */
public final class ExecuteRun {

    /** What became of a call. */
    public enum Result {
        /** The run has finished, now or before. */
        DONE,
        /** The worker was told to stop; the run is to be executed again. */
        INTERRUPTED
    }

    private final UnitOfWork unitOfWork;
    private final Projects projects;
    private final DataUnits dataUnits;
    private final Models models;
    private final InferenceRuns runs;
    private final ShardResults results;
    private final Labels labels;
    private final FrameClassifier classifier;
    private final DeviceCatalog devices;
    private final DeriveLabels deriveLabels;
    private final Journal journal;
    private final InstantSource clock;
    private final int shardFrames;

    /** @param shardFrames frames of the range whose results are written at once */
    public ExecuteRun(
            UnitOfWork unitOfWork,
            Projects projects,
            DataUnits dataUnits,
            Models models,
            InferenceRuns runs,
            ShardResults results,
            Labels labels,
            FrameClassifier classifier,
            DeviceCatalog devices,
            DeriveLabels deriveLabels,
            Journal journal,
            InstantSource clock,
            int shardFrames) {
        this.unitOfWork = unitOfWork;
        this.projects = projects;
        this.dataUnits = dataUnits;
        this.models = models;
        this.runs = runs;
        this.results = results;
        this.labels = labels;
        this.classifier = classifier;
        this.devices = devices;
        this.deriveLabels = deriveLabels;
        this.journal = journal;
        this.clock = clock;
        this.shardFrames = shardFrames;
    }

    /**
     * @param stop whether the worker is to stop; asked often
     * @throws RuntimeException when the database cannot be reached; the run is to be executed again
     */
    public Result execute(InferenceRunId id, BooleanSupplier stop) {
        InferenceRun run = start(id);
        if (run.state() instanceof RunState.Finished) {
            return Result.DONE;
        }
        ShardWriter writer = new ShardWriter(unitOfWork, runs, deriveLabels, clock, run, stop);
        Optional<RunOutcome.Execution> execution;
        try {
            execution = classify(run, writer);
        } catch (Refusal refusal) {
            if (stop.getAsBoolean()) {
                return Result.INTERRUPTED;
            }
            fail(run, String.valueOf(refusal.getMessage()));
            return Result.DONE;
        }
        if (writer.interrupted()) {
            return Result.INTERRUPTED;
        }
        finish(run, execution, writer);
        return Result.DONE;
    }

    /** Ends a run that a worker could not execute, so that it does not wait for ever. */
    public void giveUp(InferenceRunId id, String reason) {
        fail(unitOfWork.run(() -> runs.get(id)), reason);
    }

    private InferenceRun start(InferenceRunId id) {
        return unitOfWork.run(() -> {
            InferenceRun run = runs.lock(id);
            if (run.state() instanceof RunState.Finished) {
                return run;
            }
            InferenceRun started = run.start(clock.instant());
            if (run.state() instanceof RunState.Queued) {
                runs.save(started);
                journal.write(
                        run.request().requester(),
                        "inference-run.started",
                        id,
                        run.request().projectId(),
                        Map.of());
            }
            return started;
        });
    }

    private Optional<RunOutcome.Execution> classify(InferenceRun run, ShardWriter writer) {
        RunRequest request = run.request();
        Device device = devices.devices().resolve(request.device(), "/device");
        List<Shard> pending = pending(run);
        Frames frames = choose(request, pending);
        writer.begin(pending, frames.kept(), frames.gatedOut(), frames.eligible());
        if (frames.eligible().isEmpty() || writer.stopped()) {
            return Optional.empty();
        }
        FrameSource source = unitOfWork.run(
                () -> new FrameSource(dataUnits.get(request.dataUnitId()), dataUnits.frames(request.dataUnitId())));
        Iteration iteration = unitOfWork
                .run(() -> models.get(request.modelId()))
                .iteration(request.iterationId())
                .orElseThrow(() -> new Refusal.NotFound("iteration", request.iterationId()));
        FrameClassifier.Report report = classifier.classify(
                new Job(source, frames.eligible(), iteration, request.features().size(), device), writer::accept);
        return Optional.of(new RunOutcome.Execution(
                device.value(),
                report.engine(),
                report.engineVersion(),
                report.form(),
                report.duplicates(),
                report.decodeMillis(),
                report.inferMillis()));
    }

    private List<Shard> pending(InferenceRun run) {
        Set<Integer> done = unitOfWork.run(() -> results.done(run.id()));
        return Shard.of(run.request().frameRange(), shardFrames).stream()
                .filter(shard -> !done.contains(shard.number()))
                .toList();
    }

    /** The frames that are still to do, by what is to be done with them. */
    private record Frames(FrameRanges eligible, FrameRanges kept, FrameRanges gatedOut) {}

    private Frames choose(RunRequest request, List<Shard> pending) {
        FrameRanges wanted =
                FrameRanges.ofAll(pending.stream().map(Shard::frames).toList());
        return unitOfWork.run(() -> {
            FrameRange range = request.frameRange();
            Ontology ontology = projects.ontology(request.projectId(), request.ontologyRevision());
            LabelSheet sheet = LabelSheet.of(ontology, labels.overlapping(request.dataUnitId(), range, Set.of()));
            FrameRanges kept = wanted.intersect(sheet.heldByPersons(request.attribute()));
            FrameRanges rest = wanted.minus(kept);
            FrameRanges eligible = sheet.open(ontology.gate(request.attribute()), rest);
            return new Frames(eligible, kept, rest.minus(eligible));
        });
    }

    private void finish(InferenceRun run, Optional<RunOutcome.Execution> execution, ShardWriter writer) {
        unitOfWork.run(() -> {
            InferenceRun current = runs.lock(run.id());
            if (current.state() instanceof RunState.Finished) {
                return;
            }
            OutcomeCounts counts = results.counts(run.id());
            InferenceRun ended;
            if (current.cancelRequested()) {
                ended = current.stop(clock.instant(), counts, execution);
            } else if (counts.failed() > 0 && counts.labelled() + counts.belowThreshold() + counts.unmapped() == 0) {
                String reason = "No frame could be classified: " + writer.firstFailure();
                ended = current.fail(clock.instant(), reason, counts, execution);
            } else {
                ended = current.succeed(clock.instant(), counts, execution);
            }
            end(ended, counts);
        });
    }

    private void fail(InferenceRun run, String reason) {
        unitOfWork.run(() -> {
            InferenceRun current = runs.lock(run.id());
            if (!(current.state() instanceof RunState.Finished)) {
                OutcomeCounts counts = results.counts(run.id());
                end(
                        current.cancelRequested()
                                ? current.stop(clock.instant(), counts, Optional.empty())
                                : current.fail(clock.instant(), reason, counts, Optional.empty()),
                        counts);
            }
        });
    }

    private void end(InferenceRun ended, OutcomeCounts counts) {
        runs.save(ended);
        Map<String, String> details = new HashMap<>(details(counts));
        if (ended.state() instanceof RunState.Failed failed) {
            details.put("reason", failed.reason());
        }
        journal.write(
                ended.request().requester(),
                "inference-run." + ended.state().name(),
                ended.id(),
                ended.request().projectId(),
                details);
    }

    static Map<String, String> details(OutcomeCounts counts) {
        return Map.of(
                "labelled", Integer.toString(counts.labelled()),
                "belowThreshold", Integer.toString(counts.belowThreshold()),
                "unmapped", Integer.toString(counts.unmapped()),
                "kept", Integer.toString(counts.kept()),
                "gatedOut", Integer.toString(counts.gatedOut()),
                "failed", Integer.toString(counts.failed()));
    }
}
