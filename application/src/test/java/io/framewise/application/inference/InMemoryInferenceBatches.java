package io.framewise.application.inference;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

public final class InMemoryInferenceBatches implements InferenceBatches {

    private record Row(InferenceBatch batch, List<InferenceRunId> runs) {}

    private final Table<InferenceBatchId, Row> rows;
    private final InferenceRuns runs;
    private final Shards shards;
    private final ShardResults results;

    public InMemoryInferenceBatches(
            InMemoryUnitOfWork unitOfWork, InferenceRuns runs, Shards shards, ShardResults results) {
        this.rows = unitOfWork.table();
        this.runs = runs;
        this.shards = shards;
        this.results = results;
    }

    @Override
    public void add(InferenceBatch batch, List<InferenceRunId> members) {
        rows.add(batch.id(), new Row(batch, List.copyOf(members)));
    }

    @Override
    public InferenceBatch get(InferenceBatchId id) {
        return row(id).batch();
    }

    @Override
    public List<InferenceRunId> runs(InferenceBatchId id) {
        return row(id).runs();
    }

    @Override
    public Tally tally(InferenceBatchId id) {
        Map<String, Integer> states = new TreeMap<>();
        long frames = 0;
        long done = 0;
        OutcomeCounts counts = OutcomeCounts.ZERO;
        for (InferenceRunId run : runs(id)) {
            states.merge(runs.get(run).state().name(), 1, Integer::sum);
            frames += runs.get(run).request().frameRange().count();
            done += shards.framesDone(run);
            counts = counts.plus(results.counts(run));
        }
        return new Tally(states, frames, done, counts);
    }

    private Row row(InferenceBatchId id) {
        return rows.find(id).orElseThrow(() -> new Refusal.NotFound("inference batch", id));
    }
}
