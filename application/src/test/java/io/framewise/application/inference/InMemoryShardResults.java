package io.framewise.application.inference;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.IterationId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

public final class InMemoryShardResults implements ShardResults {

    private record Key(InferenceRunId run, int shard) {}

    private record Row(InferenceRunId run, ShardResult result, OutcomeCounts counts) {}

    private final Table<Key, Row> rows;
    private final InferenceRuns runs;

    public InMemoryShardResults(InMemoryUnitOfWork unitOfWork, InferenceRuns runs) {
        this.rows = unitOfWork.table();
        this.runs = runs;
    }

    @Override
    public boolean add(InferenceRunId run, ShardResult result, OutcomeCounts counts) {
        Key key = new Key(run, result.shard().number());
        if (rows.find(key).isPresent()) {
            return false;
        }
        rows.add(key, new Row(run, result, counts));
        return true;
    }

    @Override
    public void recount(InferenceRunId run, Map<Integer, OutcomeCounts> counts) {
        counts.forEach((shard, now) -> {
            Key key = new Key(run, shard);
            rows.replace(key, new Row(run, rows.find(key).orElseThrow().result(), now));
        });
    }

    @Override
    public void remove(InferenceRunId run, List<Shard> shards) {
        shards.forEach(shard -> rows.remove(new Key(run, shard.number())));
    }

    @Override
    public OutcomeCounts counts(InferenceRunId run) {
        return of(run).map(Row::counts).reduce(OutcomeCounts.ZERO, OutcomeCounts::plus);
    }

    @Override
    public FrameRanges predicted(DataUnitId dataUnit, IterationId iteration) {
        return rows.all().stream()
                .filter(row -> runs.get(row.run()).request().dataUnitId().equals(dataUnit)
                        && runs.get(row.run()).request().iterationId().equals(iteration))
                .map(row -> row.result().classified())
                .reduce(FrameRanges.NONE, FrameRanges::union);
    }

    @Override
    public List<ShardResult> overlapping(InferenceRunId run, FrameRange range) {
        return of(run).map(Row::result)
                .filter(result -> result.shard().frames().overlaps(range))
                .sorted(Comparator.comparing(result -> result.shard().number()))
                .toList();
    }

    private Stream<Row> of(InferenceRunId run) {
        return rows.all().stream().filter(row -> row.run().equals(run));
    }
}
