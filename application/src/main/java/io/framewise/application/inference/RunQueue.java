package io.framewise.application.inference;

import io.framewise.domain.inference.InferenceRunId;

/**
 * Work that waits for a worker and survives its death. A run waits with a few slots at a time, not with all of its shards: a
 * slot that has been served goes to the end of the queue, so that a long run does not hold up a later one.
 */
public interface RunQueue {

    /**
     * Queues new slots for a run inside the running transaction. A worker then calls {@link ExecuteRun#execute} for each
     * until it has no more to do: again when the worker died or was stopped.
     *
     * @param slots how many workers may serve the run at once
     */
    void enqueue(InferenceRunId run, Pool pool, int slots, Priority priority);

    /** What is served first, whatever has waited longer. */
    enum Priority {
        /** One of many runs that were requested together. */
        BULK,
        /** A person waits for it. */
        INTERACTIVE
    }
}
