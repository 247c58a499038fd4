package io.framewise.domain.inference;

import java.time.Instant;
import java.util.Optional;

/** Where a run is in its life. */
public sealed interface RunState {

    /** As it is written in records and filters. */
    String name();

    /** Accepted, not yet taken by a worker. */
    record Queued() implements RunState {
        @Override
        public String name() {
            return "queued";
        }
    }

    /**
     * Taken by a worker.
     *
     * @param cancelRequested whether the worker is to stop
     */
    record Running(Instant startedAt, boolean cancelRequested) implements RunState {
        @Override
        public String name() {
            return "running";
        }
    }

    /** Nothing happens any more. */
    sealed interface Finished extends RunState {
        Optional<Instant> startedAt();

        Instant finishedAt();

        RunOutcome outcome();
    }

    /** Every frame of the range has its outcome. */
    record Succeeded(Optional<Instant> startedAt, Instant finishedAt, RunOutcome outcome) implements Finished {
        @Override
        public String name() {
            return "succeeded";
        }
    }

    /** @param reason a sentence for people */
    record Failed(Optional<Instant> startedAt, Instant finishedAt, RunOutcome outcome, String reason)
            implements Finished {
        @Override
        public String name() {
            return "failed";
        }
    }

    /** Stopped by a person; finished shards stay, no other frame has an outcome. */
    record Cancelled(Optional<Instant> startedAt, Instant finishedAt, RunOutcome outcome) implements Finished {
        @Override
        public String name() {
            return "cancelled";
        }
    }
}
