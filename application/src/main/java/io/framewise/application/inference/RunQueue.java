package io.framewise.application.inference;

import io.framewise.domain.inference.InferenceRunId;

/** Work that waits for a worker and survives its death. */
public interface RunQueue {

    /**
     * Queues a run inside the transaction that records it. A worker then calls {@link ExecuteRun#execute} until it
     * returns {@link ExecuteRun.Result#DONE}: again when the worker died or was stopped.
     */
    void enqueue(InferenceRunId run);
}
