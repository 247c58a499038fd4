package io.framewise.application.inference;

import io.framewise.application.UnitOfWork;
import io.framewise.application.audit.Journal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.RunState;
import java.util.List;
import java.util.Map;

/** Treats runs that were requested together as one thing: tells how far they are, stops them, tries them again. */
public final class ControlBatches {

    private final UnitOfWork unitOfWork;
    private final InferenceBatches batches;
    private final InferenceRuns runs;
    private final RunInference runInference;
    private final ControlRuns controlRuns;
    private final Journal journal;

    public ControlBatches(
            UnitOfWork unitOfWork,
            InferenceBatches batches,
            InferenceRuns runs,
            RunInference runInference,
            ControlRuns controlRuns,
            Journal journal) {
        this.unitOfWork = unitOfWork;
        this.batches = batches;
        this.runs = runs;
        this.runInference = runInference;
        this.controlRuns = controlRuns;
        this.journal = journal;
    }

    /** A batch, and how far it is. */
    public record Status(InferenceBatch batch, InferenceBatches.Tally tally) {}

    public Status status(InferenceBatchId id) {
        return unitOfWork.run(() -> new Status(batches.get(id), batches.tally(id)));
    }

    /** The runs of a batch, in the order in which they were requested. */
    public List<RunInference.Status> runs(InferenceBatchId id) {
        return unitOfWork.run(() -> {
            batches.get(id);
            return batches.runs(id).stream()
                    .map(runs::get)
                    .map(runInference::status)
                    .toList();
        });
    }

    /** Stops every run of a batch that has not finished. */
    public Status cancel(Actor actor, InferenceBatchId id) {
        return each(actor, id, "inference-batch.cancelled", run -> {
            if (!(run.state() instanceof RunState.Finished)) {
                controlRuns.stop(actor, run);
            }
        });
    }

    /**
     * Tries again whatever failed as a whole in the runs of a batch; those that were cancelled stay so.
     *
     * @throws Refusal.Conflict when the labels of one are made with another threshold by now
     */
    public Status retry(Actor actor, InferenceBatchId id) {
        return each(actor, id, "inference-batch.retried", run -> {
            if (run.state() instanceof RunState.Finished finished
                    && !(finished instanceof RunState.Cancelled)
                    && finished.outcome().counts().failed() > 0) {
                controlRuns.tryAgain(actor, run, RunQueue.Priority.BULK);
            }
        });
    }

    private interface Change {
        void of(InferenceRun run);
    }

    private Status each(Actor actor, InferenceBatchId id, String action, Change change) {
        return unitOfWork.run(() -> {
            InferenceBatch batch = batches.get(id);
            for (InferenceRunId run : batches.runs(id)) {
                // Locked one by one: what befalls the first of a cascade befalls those that follow it.
                change.of(runs.lock(run));
            }
            journal.write(actor, action, id, batch.projectId(), Map.of());
            return new Status(batch, batches.tally(id));
        });
    }
}
