package io.framewise.application.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import org.junit.jupiter.api.Test;

/** What every {@link RunQueue} does at the end where work goes in. */
public abstract class RunQueueContract extends StoresContract {

    protected abstract RunQueue queue();

    /** Whether a run waits for a worker, or is with one. Called outside a transaction. */
    protected abstract boolean isQueued(InferenceRunId run);

    @Test
    void aRunIsQueuedWithTheTransactionThatQueuesIt() {
        InferenceRun run = storedRun();

        inTransaction(() -> queue().enqueue(run.id(), Pool.CPU, 2, RunQueue.Priority.INTERACTIVE));

        assertThat(isQueued(run.id())).isTrue();
    }

    @Test
    void aRunThatNobodyQueuedIsNotQueued() {
        InferenceRun run = storedRun();

        assertThat(isQueued(run.id())).isFalse();
    }

    @Test
    void aRunIsNotQueuedWhenItsTransactionFails() {
        InferenceRun run = storedRun();

        assertThatThrownBy(() -> inTransaction(() -> {
                    queue().enqueue(run.id(), Pool.CPU, 2, RunQueue.Priority.INTERACTIVE);
                    throw new IllegalStateException("after queueing");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(isQueued(run.id())).isFalse();
    }
}
