package io.framewise.adapters.inference.process;

import io.framewise.adapters.inference.process.ChildProcess.Patience;

/** How long a child has been waited for; the time in which the caller works does not count. */
final class WaitingTime {

    private final Patience patience;
    private long waited;
    private boolean stopped;
    private volatile long since;
    private volatile long limit;

    WaitingTime(Patience patience) {
        this.patience = patience;
    }

    /** A request was made. */
    void start() {
        waited = 0;
        stopped = false;
    }

    /** The request was given up: from now on there is the grace only, for all that still comes. */
    void stop() {
        waited = 0;
        stopped = true;
    }

    /** An answer has come. A long run is many answers: only what is waited for one of them may not be long. */
    void answered() {
        if (!stopped) {
            waited = 0;
        }
    }

    /** From now on it is waited for a sign of life. */
    void begin() {
        end();
        long left = Math.max(1, (stopped ? patience.grace() : patience.deadline()).toNanos() - waited);
        limit = Math.min(left, patience.silence().toNanos());
        since = System.nanoTime() | 1;
    }

    void end() {
        long began = since;
        if (began != 0) {
            waited += System.nanoTime() - began;
            since = 0;
        }
    }

    /** Whether it is being waited for too long; any thread may ask. */
    boolean isOver() {
        long began = since;
        return began != 0 && System.nanoTime() - began > limit;
    }
}
