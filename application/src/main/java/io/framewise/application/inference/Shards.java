package io.framewise.application.inference;

import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.media.FrameRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The shards of unfinished and finished runs: each is waiting, taken, done or failed. Who takes a shard gets a lease; when
 * another one takes it the lease is void, and nothing that is done by it counts any more, however late it comes. Times are
 * the store's, not the worker's.
 */
public interface Shards {

    /** So often a worker may be lost with a shard before the shard is suspected. */
    int FORGIVEN_LOSSES = 4;

    /**
     * A shard in the hands of a worker.
     *
     * @param attempt grows each time that the shard is taken: the fence
     * @param failures how often it has failed before
     */
    record Lease(InferenceRunId run, Shard shard, int attempt, int failures) {}

    /**
     * How many shards are not at their end.
     *
     * @param pause until the first of those that wait may be taken; absent when none waits, or each waits for another run
     */
    record Open(int waiting, int taken, Optional<Duration> pause) {}

    void add(InferenceRunId run, List<Shard> plan);

    /**
     * Takes shards for a slot of the queue, in frame order. Those that it has already are taken again: the worker that
     * served it is gone. After {@value #FORGIVEN_LOSSES} such losses in a row each further one is a failure of the shard. One
     * that has failed before is taken alone, so that it harms no other.
     *
     * @param after a run with the same plan: none of its shards that is still to be done lets that of this run be taken;
     *     empty when all may be
     */
    List<Lease> take(InferenceRunId run, Optional<InferenceRunId> after, UUID slot, int most);

    /** Frames of a shard under way that are done. */
    void report(Lease lease, int frames);

    /** @return false when the lease is void: then nothing of the shard may be stored */
    boolean done(Lease lease);

    /** The shard waits again, because it has failed. @return false when the lease is void */
    boolean retryLater(Lease lease, String reason, Duration pause);

    /** The shard has failed for good; its frames have. @return false when the lease is void */
    boolean giveUp(Lease lease, String reason);

    /** The shard waits again, though nothing is wrong with it; nothing happens when the lease is void. */
    void release(Lease lease);

    /** Failed shards wait again as if they had never been tried. @return which */
    List<Shard> reopen(InferenceRunId run);

    /**
     * Shards of a run that had failed, or whose counterpart in the run before waits again, do so too, as if they had never
     * been tried; leases of them are void.
     *
     * @return which
     */
    List<Shard> reopenAfter(InferenceRunId run, InferenceRunId before);

    /** @param after as for {@link #take} */
    Open open(InferenceRunId run, Optional<InferenceRunId> after);

    /** Frames of the range that are done. */
    int framesDone(InferenceRunId run);

    /** When each shard that is done was, the earliest first; without those that an earlier release has done. */
    List<Done> pace(InferenceRunId run);

    record Done(FrameRange frameRange, Instant at) {}

    /** How many shards have failed for good, and why the first did. */
    Failed failed(InferenceRunId run);

    /** @param reason of the first, empty for none */
    record Failed(int count, String reason) {}
}
