package io.framewise.domain.inference;

import io.framewise.domain.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * One execution of one iteration of one attached model over one frame range of one data unit.
 *
 * <p>It is requested {@code queued}, becomes {@code running} when a worker takes its first shard, may be {@code paused} by
 * a person and resumed, and ends {@code succeeded}, {@code failed} or {@code cancelled}. What failed can be tried again:
 * then it is {@code running} once more. Otherwise only the threshold of its labels can change afterwards.
 */
public record InferenceRun(InferenceRunId id, RunRequest request, RunState state) {

    public static InferenceRun requested(InferenceRunId id, RunRequest request) {
        return new InferenceRun(id, request, new RunState.Queued());
    }

    /** Taken by a worker, the first or another one. */
    public InferenceRun start(Instant now) {
        if (state instanceof RunState.Running) {
            return this;
        }
        if (state instanceof RunState.Queued) {
            return in(new RunState.Running(now, Optional.empty()));
        }
        throw wrongState();
    }

    /** A worker has classified some of its frames; it may have been cancelled meanwhile. */
    public InferenceRun worked(RunOutcome.Execution execution) {
        if (state instanceof RunState.Cancelled cancelled) {
            RunOutcome outcome = cancelled.outcome();
            Optional<RunOutcome.Execution> all = more(outcome.execution(), execution);
            return in(new RunState.Cancelled(
                    cancelled.startedAt(),
                    cancelled.finishedAt(),
                    new RunOutcome(outcome.thresholds(), outcome.counts(), all)));
        }
        if (state instanceof RunState.Running running) {
            return in(more(running, execution));
        }
        if (state instanceof RunState.Paused paused) {
            return in(new RunState.Paused(paused.running().map(running -> more(running, execution))));
        }
        return this;
    }

    private static RunState.Running more(RunState.Running running, RunOutcome.Execution execution) {
        return new RunState.Running(running.startedAt(), more(running.execution(), execution));
    }

    private static Optional<RunOutcome.Execution> more(
            Optional<RunOutcome.Execution> before, RunOutcome.Execution execution) {
        return Optional.of(before.map(earlier -> earlier.plus(execution)).orElse(execution));
    }

    /** Workers are to leave it alone; one that is paused already stays so. */
    public InferenceRun pause() {
        if (state instanceof RunState.Queued) {
            return in(new RunState.Paused(Optional.empty()));
        }
        if (state instanceof RunState.Running running) {
            return in(new RunState.Paused(Optional.of(running)));
        }
        if (state instanceof RunState.Paused) {
            return this;
        }
        throw wrongState();
    }

    /** Goes on where it was paused. @throws Refusal.Conflict when it is not paused */
    public InferenceRun resume() {
        if (state instanceof RunState.Paused paused) {
            return in(paused.running().isPresent() ? paused.running().get() : new RunState.Queued());
        }
        throw new Refusal.Conflict("run-not-paused", "The run is " + state.name() + "; there is nothing to resume.");
    }

    /** A person wants it to stop: from now on nothing of it is stored any more (rule 9), and nothing is smoothed. */
    public InferenceRun cancel(Instant now, OutcomeCounts counts) {
        Optional<RunState.Running> running = running();
        return in(new RunState.Cancelled(
                running.map(RunState.Running::startedAt),
                now,
                outcome(request.thresholds().unsmoothed(), counts, running)));
    }

    /**
     * Every shard has been written.
     *
     * @throws IllegalArgumentException when the counts miss a frame
     */
    public InferenceRun succeed(Instant now, OutcomeCounts counts) {
        if (counts.total() != request.frameRange().count()) {
            throw new IllegalArgumentException("Of " + request.frameRange().count() + " frames " + counts.total()
                    + " have an outcome: " + counts + ".");
        }
        Optional<RunState.Running> running = running();
        return in(new RunState.Succeeded(
                running.map(RunState.Running::startedAt), now, outcome(request.thresholds(), counts, running)));
    }

    /** @param reason a sentence for people */
    public InferenceRun fail(Instant now, String reason, OutcomeCounts counts) {
        Optional<RunState.Running> running = running();
        return in(new RunState.Failed(
                running.map(RunState.Running::startedAt), now, outcome(request.thresholds(), counts, running), reason));
    }

    /**
     * What failed is tried again.
     *
     * @throws Refusal.Conflict when it has not finished, a person cancelled it, or its labels are made with another
     *     threshold by now
     */
    public InferenceRun retry(Instant now) {
        RunState.Finished finished = finishedState();
        if (finished instanceof RunState.Cancelled) {
            throw new Refusal.Conflict("run-cancelled", "The run was cancelled; request another one.");
        }
        if (!finished.outcome().thresholds().equals(request.thresholds())) {
            throw new Refusal.Conflict(
                    "run-threshold-moved",
                    "The run's labels are made with another confidence than was requested; move it back to "
                            + request.thresholds() + " first.");
        }
        return in(new RunState.Running(
                finished.startedAt().orElse(now), finished.outcome().execution()));
    }

    /**
     * The labels of a finished run have been derived again with other thresholds.
     *
     * @throws Refusal.Conflict when it is not finished
     */
    public InferenceRun rederived(Thresholds thresholds, OutcomeCounts counts) {
        RunState.Finished finished = finishedState();
        RunOutcome outcome = finished.outcome().with(thresholds, counts);
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

    private Optional<RunState.Running> running() {
        if (state instanceof RunState.Finished) {
            throw wrongState();
        }
        if (state instanceof RunState.Paused paused) {
            return paused.running();
        }
        return state instanceof RunState.Running running ? Optional.of(running) : Optional.empty();
    }

    private static RunOutcome outcome(Thresholds thresholds, OutcomeCounts counts, Optional<RunState.Running> running) {
        return new RunOutcome(thresholds, counts, running.flatMap(RunState.Running::execution));
    }

    private InferenceRun in(RunState next) {
        return new InferenceRun(id, request, next);
    }

    private Refusal.Conflict wrongState() {
        return state instanceof RunState.Finished
                ? new Refusal.Conflict("run-finished", "The run has finished already: " + state.name() + ".")
                : new Refusal.Conflict("run-" + state.name(), "The run is " + state.name() + ".");
    }
}
