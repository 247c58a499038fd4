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
     * Taken by a worker, or by several.
     *
     * @param execution of what has been classified so far
     */
    record Running(Instant startedAt, Optional<RunOutcome.Execution> execution) implements RunState {
        @Override
        public String name() {
            return "running";
        }
    }

    /**
     * Held back by a person: workers leave it alone until it is resumed.
     *
     * @param running what it was, absent when no worker had taken it
     */
    record Paused(Optional<Running> running) implements RunState {
        @Override
        public String name() {
            return "paused";
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
