package io.framewise.application.inference;

import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.IterationId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

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

    /** The frames of a content that an iteration has classified in any run. */
    FrameRanges predicted(IterationId iteration, ContentHash content);

    /**
     * What an iteration has found on frames of a content in any run; of several the latest request's.
     *
     * @param frames not empty
     * @return the probabilities of those of the frames that were classified, by frame
     */
    SortedMap<Integer, float[]> known(IterationId iteration, ContentHash content, FrameRanges frames);

    /** The results of shards that have a frame in a range, by number. */
    List<ShardResult> overlapping(InferenceRunId run, FrameRange range);
}
