package io.framewise.application.inference;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.application.inference.InferenceBatches.Tally;
import io.framewise.application.inference.Shards.Lease;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.inference.ShardResult.Failure;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of {@link InferenceBatches} does. */
public abstract class InferenceBatchesContract extends StoresContract {

    protected abstract InferenceBatches batches();

    @Test
    void aBatchComesBackAsItWasAddedWithItsRunsInTheirOrder() {
        InferenceRun first = storedRun();
        InferenceRun second = stored(aRun(first.request()));
        InferenceBatch batch = batch(second, first);

        assertThat(inTransaction(() -> batches().get(batch.id()))).isEqualTo(batch);
        assertThat(inTransaction(() -> batches().runs(batch.id()))).containsExactly(second.id(), first.id());
    }

    @Test
    void aTallyAddsUpItsRuns() {
        InferenceRun waiting = storedRun();
        InferenceRun cancelled = stored(aRun(waiting.request()));
        InferenceBatch batch = batch(waiting, cancelled);
        Shard shard = new Shard(0, new FrameRange(0, 1));
        inTransaction(() -> {
            stores().runs().lock(cancelled.id());
            stores().runs().save(cancelled.cancel(NOW, OutcomeCounts.ZERO));
            stores().shards().add(waiting.id(), List.of(shard));
            Lease lease = stores().shards()
                    .take(waiting.id(), Optional.empty(), UUID.randomUUID(), 1)
                    .get(0);
            stores().shards().done(lease);
            stores().shardResults()
                    .add(
                            waiting.id(),
                            new ShardResult(
                                    shard,
                                    FrameRanges.NONE,
                                    FrameRanges.of(0, 0),
                                    List.of(new Failure(1, "Damaged.")),
                                    FrameRanges.NONE,
                                    new float[0]),
                            new OutcomeCounts(0, 0, 0, 0, 1, 1));
        });

        Tally tally = inTransaction(() -> batches().tally(batch.id()));

        assertThat(tally)
                .isEqualTo(new Tally(Map.of("cancelled", 1, "queued", 1), 200, 2, new OutcomeCounts(0, 0, 0, 0, 1, 1)));
    }

    @Test
    void aBatchThatIsNotThereIsNotFound() {
        InferenceBatchId nobody = new InferenceBatchId(UUID.randomUUID());

        assertThatThrownBy(() -> inTransaction(() -> batches().get(nobody))).isInstanceOf(Refusal.NotFound.class);
    }

    private InferenceBatch batch(InferenceRun... runs) {
        InferenceBatch batch = new InferenceBatch(
                new InferenceBatchId(UUID.randomUUID()), runs[0].request().projectId(), runs.length, ANNA, NOW);
        inTransaction(() -> batches()
                .add(batch, List.of(runs).stream().map(InferenceRun::id).toList()));
        return batch;
    }
}
