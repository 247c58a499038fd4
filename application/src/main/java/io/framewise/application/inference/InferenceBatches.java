package io.framewise.application.inference;

import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import java.util.List;
import java.util.Map;

/** Every batch there ever was. */
public interface InferenceBatches {

    /**
     * How far a batch is.
     *
     * @param runs number of runs by the name of their state
     * @param frames of all runs
     * @param done frames that are classified or passed over
     * @param counts of the frames of finished shards
     */
    record Tally(Map<String, Integer> runs, long frames, long done, OutcomeCounts counts) {}

    /** @param runs stored before */
    void add(InferenceBatch batch, List<InferenceRunId> runs);

    /** @throws io.framewise.domain.Refusal.NotFound when there is none */
    InferenceBatch get(InferenceBatchId id);

    /** In the order in which they were requested. */
    List<InferenceRunId> runs(InferenceBatchId id);

    Tally tally(InferenceBatchId id);
}
