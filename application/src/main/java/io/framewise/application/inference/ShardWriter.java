package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.application.inference.Shards.Lease;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.KeptProbabilities;
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
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Gathers the results of leased shards and writes each when its last frame has come, in one transaction. */
final class ShardWriter {

    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final UnitOfWork unitOfWork;
    private final InferenceRuns runs;
    private final Shards shards;
    private final DeriveLabels deriveLabels;
    private final InstantSource clock;
    private final InferenceRun run;
    private final BooleanSupplier stop;
    private final Deque<Lease> pending;
    private final NavigableMap<Integer, Result> gathered = new TreeMap<>();
    private FrameRanges known = FrameRanges.NONE;
    private FrameChoice.Frames frames = FrameChoice.Frames.NONE;
    private Instant lookedUp = Instant.MIN;
    private boolean stopped;

    ShardWriter(
            UnitOfWork unitOfWork,
            InferenceRuns runs,
            Shards shards,
            DeriveLabels deriveLabels,
            InstantSource clock,
            InferenceRun run,
            List<Lease> leases,
            BooleanSupplier stop) {
        this.unitOfWork = unitOfWork;
        this.runs = runs;
        this.shards = shards;
        this.deriveLabels = deriveLabels;
        this.clock = clock;
        this.run = run;
        this.pending = new ArrayDeque<>(leases);
        this.stop = stop;
    }

    /** The shards that are neither written nor given back. */
    List<Lease> pending() {
        return List.copyOf(pending);
    }

    List<FrameRange> ranges() {
        return pending.stream().map(lease -> lease.shard().frames()).toList();
    }

    /**
     * Writes those at the start that need no classification.
     *
     * @param probabilities that an earlier run has found, by frame
     */
    void begin(FrameChoice.Frames chosen, SortedMap<Integer, float[]> probabilities) {
        frames = chosen;
        known = FrameRanges.ofAll(
                probabilities.keySet().stream().map(FrameRange::single).toList());
        probabilities.forEach((frame, found) -> gathered.put(frame, new Result.Classified(frame, found)));
        writeFinished();
        lookUp();
    }

    /** The frames that have to be classified. */
    FrameRanges missing() {
        return frames.sampled().minus(known);
    }

    /** @return whether to go on */
    boolean accept(List<Result> batch) {
        batch.forEach(result -> gathered.put(result.frame(), result));
        writeFinished();
        lookUp();
        return !stopped;
    }

    /** Whether nothing more is to be done: the worker stops, the run is over or paused, or somebody else has the shards. */
    boolean stopped() {
        return stopped;
    }

    /** Others need not wait until the network has come to the end of what it is at. */
    private void giveBackWhenToStop() {
        if (!stopped && stop.getAsBoolean()) {
            stopped = true;
            unitOfWork.run(() -> {
                pending.forEach(shards::release);
                return pending.size();
            });
            pending.clear();
        }
    }

    private void lookUp() {
        giveBackWhenToStop();
        Instant now = clock.instant();
        if (stopped || pending.isEmpty() || now.isBefore(lookedUp.plus(LOOK_UP))) {
            return;
        }
        lookedUp = now;
        stopped = unitOfWork.run(() -> {
            RunState state = runs.get(run.id()).state();
            if (state instanceof RunState.Running) {
                shards.report(pending.getFirst(), of(pending.getFirst().shard()).size());
                return false;
            }
            return true;
        });
    }

    private void writeFinished() {
        while (!pending.isEmpty() && !stopped) {
            Lease lease = pending.getFirst();
            int expected = frames.sampled().intersect(lease.shard().frames()).count();
            SortedMap<Integer, Result> own = of(lease.shard());
            if (own.size() < expected) {
                return;
            }
            write(lease, List.copyOf(own.values()));
            own.clear();
            if (!stopped) {
                pending.removeFirst();
            }
            giveBackWhenToStop();
        }
    }

    private SortedMap<Integer, Result> of(Shard shard) {
        return gathered.subMap(shard.frames().first(), true, shard.frames().last(), true);
    }

    private void write(Lease lease, List<Result> own) {
        ShardResult packed = packed(lease.shard(), own);
        try {
            stopped = !unitOfWork.run(() -> {
                if (!deriveLabels.first(run, packed)) {
                    return false;
                }
                if (!shards.done(lease)) {
                    throw new VoidLeaseException(lease);
                }
                return true;
            });
        } catch (VoidLeaseException late) {
            stopped = true;
        }
    }

    private ShardResult packed(Shard shard, List<Result> own) {
        List<ShardResult.Failure> failures = new ArrayList<>();
        List<FrameRange> classified = new ArrayList<>();
        float[] probabilities = new float[own.size() * run.request().features().size()];
        int end = 0;
        for (Result result : own) {
            if (result instanceof Result.Classified one) {
                classified.add(FrameRange.single(one.frame()));
                float[] kept = KeptProbabilities.of(one.probabilities());
                System.arraycopy(kept, 0, probabilities, end, kept.length);
                end += kept.length;
            } else if (result instanceof Result.Failed failed) {
                failures.add(new ShardResult.Failure(failed.frame(), failed.reason()));
            }
        }
        FrameRanges answers = FrameRanges.ofAll(classified);
        List<FrameRange> held = new ArrayList<>();
        for (FrameRange range : frames.held().intersect(shard.frames()).ranges()) {
            if (answers.contains(range.first() - 1)) {
                held.add(range);
            } else {
                FrameRanges.of(range).frames().forEach(frame -> failures.add(notHeld(frame, range.first() - 1)));
            }
        }
        failures.sort(Comparator.comparingInt(ShardResult.Failure::frame));
        return new ShardResult(
                shard,
                frames.kept().intersect(shard.frames()),
                frames.gatedOut().intersect(shard.frames()),
                failures,
                answers,
                Arrays.copyOf(probabilities, end),
                known.intersect(shard.frames()).count(),
                new FrameRanges(held));
    }

    private static ShardResult.Failure notHeld(int frame, int sampled) {
        return new ShardResult.Failure(frame, "Frame " + sampled + ", whose answer it would hold, failed.");
    }
}
