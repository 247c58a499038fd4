package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunState;
import io.framewise.domain.inference.Shard;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Stops runs, holds them back, lets them go on, and tries again what failed. */
public final class ControlRuns {

    private final UnitOfWork unitOfWork;
    private final InferenceRuns runs;
    private final Shards shards;
    private final ShardResults results;
    private final RunSlots runSlots;
    private final Journal journal;
    private final InstantSource clock;

    /** @param slots how many workers may serve a run at once */
    public ControlRuns(
            UnitOfWork unitOfWork,
            InferenceRuns runs,
            Shards shards,
            ShardResults results,
            RunQueue queue,
            DeviceCatalog devices,
            Journal journal,
            InstantSource clock,
            int slots) {
        this.unitOfWork = unitOfWork;
        this.runs = runs;
        this.shards = shards;
        this.results = results;
        this.runSlots = new RunSlots(queue, devices, slots);
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Stops a run. Shards that have been written stay; of those under way nothing is stored any more.
     *
     * @throws Refusal.Conflict when the run has finished
     */
    public InferenceRun cancel(Actor actor, InferenceRunId id) {
        return unitOfWork.run(() -> stop(actor, runs.lock(id)));
    }

    /** As {@link #cancel}, of a locked run; those that follow it have nothing to follow any more and are stopped, too. */
    InferenceRun stop(Actor actor, InferenceRun run) {
        InferenceRun stopped =
                change(actor, run, "inference-run.cancelled", run.cancel(clock.instant(), results.counts(run.id())));
        for (InferenceRunId id : runs.followers(run.id())) {
            InferenceRun follower = runs.lock(id);
            if (!(follower.state() instanceof RunState.Finished)) {
                stop(actor, follower);
            }
        }
        return stopped;
    }

    /**
     * Holds a run back; shards under way are done anew when it is resumed.
     *
     * @throws Refusal.Conflict when the run has finished
     */
    public InferenceRun pause(Actor actor, InferenceRunId id) {
        return unitOfWork.run(() -> {
            InferenceRun run = runs.lock(id);
            return change(actor, run, "inference-run.paused", run.pause());
        });
    }

    /** @throws Refusal.Conflict when the run is not paused */
    public InferenceRun resume(Actor actor, InferenceRunId id) {
        return unitOfWork.run(() -> {
            InferenceRun run = runs.lock(id);
            InferenceRun resumed = run.resume();
            runSlots.enqueue(run, RunQueue.Priority.INTERACTIVE);
            return change(actor, run, "inference-run.resumed", resumed);
        });
    }

    /**
     * Tries the failed shards of a finished run again.
     *
     * @throws Refusal.Conflict when none has failed, the run has not finished, or was cancelled
     */
    public InferenceRun retry(Actor actor, InferenceRunId id) {
        return unitOfWork.run(() -> {
            InferenceRun run = runs.lock(id);
            InferenceRun again = tryAgain(actor, run, RunQueue.Priority.INTERACTIVE);
            if (again.equals(run)) {
                throw new Refusal.Conflict("nothing-failed", "No part of the run has failed as a whole.");
            }
            return again;
        });
    }

    /**
     * As {@link #retry}, of a locked run; one of which nothing failed as a whole stays as it is. Runs that follow it go over
     * the same shards again: their gates may open now.
     */
    InferenceRun tryAgain(Actor actor, InferenceRun run, RunQueue.Priority priority) {
        InferenceRun again = run.retry(clock.instant());
        List<Shard> failed = shards.reopen(run.id());
        if (failed.isEmpty()) {
            return run;
        }
        results.remove(run.id(), failed);
        followAgain(actor, run.id());
        runSlots.enqueue(run, priority);
        return change(actor, run, "inference-run.retried", again);
    }

    private void followAgain(Actor actor, InferenceRunId before) {
        for (InferenceRunId id : runs.followers(before)) {
            InferenceRun follower = runs.lock(id);
            if (follower.state() instanceof RunState.Cancelled) {
                continue;
            }
            InferenceRun again =
                    follower.state() instanceof RunState.Finished ? follower.retry(clock.instant()) : follower;
            List<Shard> reopened = shards.reopenAfter(id, before);
            if (!reopened.isEmpty()) {
                results.remove(id, reopened);
                followAgain(actor, id);
                change(actor, follower, "inference-run.retried", again);
            }
        }
    }

    private InferenceRun change(Actor actor, InferenceRun before, String action, InferenceRun after) {
        if (!after.equals(before)) {
            runs.save(after);
            journal.write(actor, action, after.id(), after.request().projectId(), Map.of());
        }
        return after;
    }
}
