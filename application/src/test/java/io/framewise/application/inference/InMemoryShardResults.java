package io.framewise.application.inference;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.Table;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.IterationId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    public FrameRanges predicted(IterationId iteration, ContentHash content) {
        return rows.all().stream()
                .filter(row -> isOf(iteration, content, row))
                .map(row -> row.result().classified())
                .reduce(FrameRanges.NONE, FrameRanges::union);
    }

    @Override
    public SortedMap<Integer, float[]> known(IterationId iteration, ContentHash content, FrameRanges frames) {
        SortedMap<Integer, float[]> known = new TreeMap<>();
        rows.all().stream()
                .filter(row -> isOf(iteration, content, row))
                .sorted(Comparator.comparing(
                        row -> runs.get(row.run()).request().requestedAt(), Comparator.reverseOrder()))
                .map(Row::result)
                .forEach(result -> {
                    int[] classified = result.classified().frames().toArray();
                    for (int row = 0; row < classified.length; row++) {
                        if (frames.contains(classified[row])) {
                            known.putIfAbsent(classified[row], result.probabilities(row));
                        }
                    }
                });
        return known;
    }

    private boolean isOf(IterationId iteration, ContentHash content, Row row) {
        RunRequest request = runs.get(row.run()).request();
        return request.iterationId().equals(iteration) && request.contentHash().equals(content);
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
