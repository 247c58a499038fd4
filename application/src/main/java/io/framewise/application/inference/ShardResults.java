package io.framewise.application.inference;

import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.IterationId;
import java.util.List;
import java.util.Map;

/** The predictions of every run, packed by shard. */
public interface ShardResults {

    /**
     * Stores the result of a shard.
     *
     * @param counts of its frames, for the threshold as it is now
     * @return false when this shard has a result already; nothing is changed then
     */
    boolean add(InferenceRunId run, ShardResult result, OutcomeCounts counts);

    /** Other counts of stored shards, by number, after their labels were derived again. */
    void recount(InferenceRunId run, Map<Integer, OutcomeCounts> counts);

    /** Takes back results, of shards that failed and are to be tried again. */
    void remove(InferenceRunId run, List<Shard> shards);

    /** The sum of the counts of all stored shards. */
    OutcomeCounts counts(InferenceRunId run);

    /** The frames of a data unit that an iteration has classified in any run. */
    FrameRanges predicted(DataUnitId dataUnit, IterationId iteration);

    /** The results of shards that have a frame in a range, by number. */
    List<ShardResult> overlapping(InferenceRunId run, FrameRange range);
}
