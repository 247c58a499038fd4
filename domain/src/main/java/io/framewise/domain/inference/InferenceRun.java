package io.framewise.domain.inference;

import io.framewise.domain.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * One execution of one iteration of one attached model over one frame range of one data unit.
 *
 * <p>It is requested {@code queued}, becomes {@code running} when a worker takes it, and ends {@code succeeded}, {@code
 * failed} or {@code cancelled}. A running run that is taken again (its worker died) goes on where it was. Of a finished
 * run only the threshold of its labels can change.
 */
public record InferenceRun(InferenceRunId id, RunRequest request, RunState state) {

    public static InferenceRun requested(InferenceRunId id, RunRequest request) {
        return new InferenceRun(id, request, new RunState.Queued());
    }

    /** Taken by a worker, for the first time or again. */
    public InferenceRun start(Instant now) {
        if (state instanceof RunState.Running) {
            return this;
        }
        if (state instanceof RunState.Queued) {
            return in(new RunState.Running(now, false));
        }
        throw finished();
    }

    /** A person wants it to stop: at once when it is queued, soon when it is running. */
    public InferenceRun cancel(Instant now) {
        if (state instanceof RunState.Queued) {
            RunOutcome nothing = new RunOutcome(request.confidence(), OutcomeCounts.ZERO, Optional.empty());
            return in(new RunState.Cancelled(Optional.empty(), now, nothing));
        }
        if (state instanceof RunState.Running running) {
            return in(new RunState.Running(running.startedAt(), true));
        }
        throw finished();
    }

    public boolean cancelRequested() {
        return state instanceof RunState.Running running && running.cancelRequested();
    }

    /**
     * The worker has finished every shard.
     *
     * @throws IllegalArgumentException when the counts miss a frame
     * @throws Refusal.Conflict when a person has cancelled it (rule 9)
     */
    public InferenceRun succeed(Instant now, OutcomeCounts counts, Optional<RunOutcome.Execution> execution) {
        if (cancelRequested()) {
            throw new Refusal.Conflict("run-cancelled", "The run was cancelled; it cannot succeed any more.");
        }
        if (counts.total() != request.frameRange().count()) {
            throw new IllegalArgumentException("Of " + request.frameRange().count() + " frames " + counts.total()
                    + " have an outcome: " + counts + ".");
        }
        return in(new RunState.Succeeded(startedAt(), now, outcome(counts, execution)));
    }

    /** The worker has stopped because a person wants it. */
    public InferenceRun stop(Instant now, OutcomeCounts counts, Optional<RunOutcome.Execution> execution) {
        return in(new RunState.Cancelled(startedAt(), now, outcome(counts, execution)));
    }

    /** @param reason a sentence for people */
    public InferenceRun fail(
            Instant now, String reason, OutcomeCounts counts, Optional<RunOutcome.Execution> execution) {
        return in(new RunState.Failed(startedAt(), now, outcome(counts, execution), reason));
    }

    /**
     * The labels of a finished run have been derived again with another threshold.
     *
     * @throws Refusal.Conflict when it is not finished
     */
    public InferenceRun rederived(Confidence confidence, OutcomeCounts counts) {
        RunState.Finished finished = finishedState();
        RunOutcome outcome = finished.outcome().with(confidence, counts);
        if (finished instanceof RunState.Failed failed) {
            return in(new RunState.Failed(failed.startedAt(), failed.finishedAt(), outcome, failed.reason()));
        }
        return in(
                finished instanceof RunState.Cancelled
                        ? new RunState.Cancelled(finished.startedAt(), finished.finishedAt(), outcome)
                        : new RunState.Succeeded(finished.startedAt(), finished.finishedAt(), outcome));
    }

    /** @throws Refusal.Conflict when the run is not finished */
    public RunState.Finished finishedState() {
        if (state instanceof RunState.Finished finished) {
            return finished;
        }
        throw new Refusal.Conflict("run-not-finished", "The run is " + state.name() + "; wait until it has finished.");
    }

    private Optional<Instant> startedAt() {
        if (state instanceof RunState.Running running) {
            return Optional.of(running.startedAt());
        }
        if (state instanceof RunState.Queued) {
            return Optional.empty();
        }
        throw finished();
    }

    private RunOutcome outcome(OutcomeCounts counts, Optional<RunOutcome.Execution> execution) {
        return new RunOutcome(request.confidence(), counts, execution);
    }

    private InferenceRun in(RunState next) {
        return new InferenceRun(id, request, next);
    }

    private Refusal.Conflict finished() {
        return new Refusal.Conflict("run-finished", "The run has finished already: " + state.name() + ".");
    }
}
