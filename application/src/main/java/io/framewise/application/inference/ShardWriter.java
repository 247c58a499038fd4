package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.RunProgress;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Gathers the results of one run and writes each shard when its last frame has come, in one transaction. */
final class ShardWriter {

    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final UnitOfWork unitOfWork;
    private final InferenceRuns runs;
    private final DeriveLabels deriveLabels;
    private final InstantSource clock;
    private final InferenceRun run;
    private final BooleanSupplier stop;
    private final Deque<Shard> pending = new ArrayDeque<>();
    private final List<Result> gathered = new ArrayList<>();
    private FrameRanges kept = FrameRanges.NONE;
    private FrameRanges gatedOut = FrameRanges.NONE;
    private FrameRanges eligible = FrameRanges.NONE;
    private Instant lookedUp = Instant.MIN;
    private int done;
    private boolean cancelled;
    private boolean interrupted;
    private String firstFailure = "";

    ShardWriter(
            UnitOfWork unitOfWork,
            InferenceRuns runs,
            DeriveLabels deriveLabels,
            InstantSource clock,
            InferenceRun run,
            BooleanSupplier stop) {
        this.unitOfWork = unitOfWork;
        this.runs = runs;
        this.deriveLabels = deriveLabels;
        this.clock = clock;
        this.run = run;
        this.stop = stop;
    }

    /** Takes over the shards that have no result yet and writes those at the start that need no classification. */
    void begin(Collection<Shard> shards, FrameRanges kept, FrameRanges gatedOut, FrameRanges eligible) {
        pending.addAll(shards);
        this.kept = kept;
        this.gatedOut = gatedOut;
        this.eligible = eligible;
        int open = shards.stream().mapToInt(shard -> shard.frames().count()).sum();
        done = run.request().frameRange().count() - open;
        writeFinished();
        lookUp();
    }

    /** @return whether to go on */
    boolean accept(List<Result> batch) {
        for (Result result : batch) {
            gathered.add(result);
            if (result instanceof Result.Failed failed && firstFailure.isEmpty()) {
                firstFailure = failed.reason();
            }
        }
        if (!stopped()) {
            writeFinished();
        }
        lookUp();
        return !stopped();
    }

    boolean stopped() {
        return cancelled || interrupted;
    }

    /** Whether the worker was told to stop before the run was through. */
    boolean interrupted() {
        return interrupted && !cancelled && !pending.isEmpty();
    }

    String firstFailure() {
        return firstFailure;
    }

    private void lookUp() {
        interrupted = interrupted || stop.getAsBoolean();
        Instant now = clock.instant();
        if (now.isBefore(lookedUp.plus(LOOK_UP))) {
            return;
        }
        lookedUp = now;
        int frames = run.request().frameRange().count();
        cancelled = unitOfWork.run(() -> {
            InferenceRun current = runs.get(run.id());
            if (current.cancelRequested() || current.state() instanceof RunState.Finished) {
                return true;
            }
            runs.report(run.id(), new RunProgress(frames, done + gathered.size()));
            return false;
        });
    }

    private void writeFinished() {
        while (!pending.isEmpty() && !stopped()) {
            Shard shard = pending.getFirst();
            int expected = eligible.intersect(shard.frames()).count();
            int here = (int) gathered.stream()
                    .filter(result -> shard.frames().contains(result.frame()))
                    .count();
            if (here < expected) {
                return;
            }
            write(shard, gathered.subList(0, expected));
            gathered.subList(0, expected).clear();
            pending.removeFirst();
            done += shard.frames().count();
            interrupted = interrupted || stop.getAsBoolean();
        }
    }

    private void write(Shard shard, List<Result> own) {
        List<ShardResult.Failure> failures = new ArrayList<>();
        List<FrameRange> classified = new ArrayList<>();
        float[] probabilities = new float[own.size() * run.request().features().size()];
        int end = 0;
        for (Result result : own) {
            if (result instanceof Result.Classified one) {
                classified.add(FrameRange.single(one.frame()));
                System.arraycopy(one.probabilities(), 0, probabilities, end, one.probabilities().length);
                end += one.probabilities().length;
            } else if (result instanceof Result.Failed failed) {
                failures.add(new ShardResult.Failure(failed.frame(), failed.reason()));
            }
        }
        ShardResult packed = new ShardResult(
                shard,
                kept.intersect(shard.frames()),
                gatedOut.intersect(shard.frames()),
                failures,
                FrameRanges.ofAll(classified),
                Arrays.copyOf(probabilities, end));
        int frames = run.request().frameRange().count();
        unitOfWork.run(() -> {
            if (!deriveLabels.first(run, packed)) {
                cancelled = true;
                return;
            }
            runs.report(
                    run.id(),
                    new RunProgress(
                            frames, Math.min(frames, done + shard.frames().count())));
        });
    }
}
