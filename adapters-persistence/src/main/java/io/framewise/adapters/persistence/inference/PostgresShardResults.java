package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.SqlRanges;
import io.framewise.adapters.persistence.StoredJson;
import io.framewise.application.inference.ShardResults;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.IterationId;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.StatelessSession;

/**
 * One row a shard, by JDBC: Hibernate has no multiranges, and here every copy of the probabilities counts. They are packed
 * ({@link PackedProbabilities}); rows that were written before that are big-endian 32-bit floats, frames x features.
 */
@Singleton
final class PostgresShardResults implements ShardResults {

    private static final String ADD = """
            INSERT INTO shard_result (run_id, shard, frames, kept_frames, gated_out_frames, classified, failures,
                probabilities, labelled, below_threshold, unmapped, kept, gated_out, failed, reused, held_frames,
                packing)
            VALUES (?, ?, ?::int4range, ?::int4multirange, ?::int4multirange, ?::int4multirange, ?::jsonb,
                ?, ?, ?, ?, ?, ?, ?, ?, ?::int4multirange, ?)
            ON CONFLICT (run_id, shard) DO NOTHING""";
    private static final String RECOUNT = """
            UPDATE shard_result
            SET labelled = ?, below_threshold = ?, unmapped = ?, kept = ?, gated_out = ?, failed = ?
            WHERE run_id = ? AND shard = ?""";
    private static final String PREDICTED = """
            SELECT coalesce(range_agg(s.classified), '{}')
            FROM inference_run r JOIN shard_result s ON s.run_id = r.id
            WHERE r.iteration_id = ? AND r.content_hash = ?
            """;
    private static final String KNOWN = """
            SELECT s.shard, s.frames, s.kept_frames, s.gated_out_frames, s.classified, s.failures, s.probabilities, s.reused,
                s.held_frames, s.packing
            FROM inference_run r JOIN shard_result s ON s.run_id = r.id
            WHERE r.iteration_id = ? AND r.content_hash = ? AND s.classified && ?::int4multirange
            ORDER BY r.requested_at DESC, r.id, s.shard
            """;
    /** How the probabilities are written; 0 is for the floats of earlier releases. */
    private static final int PACKED = 1;
    /** Rows that are fetched at a time: often the first have all. */
    private static final int FETCHED = 8;

    private static final String REMOVE = "DELETE FROM shard_result WHERE run_id = ? AND shard = ?";
    private static final String COUNTS = """
            SELECT coalesce(sum(labelled), 0), coalesce(sum(below_threshold), 0), coalesce(sum(unmapped), 0),
                coalesce(sum(kept), 0), coalesce(sum(gated_out), 0), coalesce(sum(failed), 0), coalesce(sum(reused), 0),
                coalesce(sum(frame_count(held_frames)), 0)
            FROM shard_result WHERE run_id = ?""";
    private static final String OVERLAPPING = """
            SELECT shard, frames, kept_frames, gated_out_frames, classified, failures, probabilities, reused,
                held_frames, packing
            FROM shard_result WHERE run_id = ? AND frames && ?::int4range ORDER BY shard""";

    private final StatelessSession session;

    PostgresShardResults(StatelessSession session) {
        this.session = session;
    }

    /** The frames that failed, as they are stored. */
    record Failures(int format, List<ShardResult.Failure> failures) {
        static final int FORMAT = 1;

        static Failures of(ShardResult result) {
            // jsonb has no text with the code point 0; a native library's message may.
            return new Failures(
                    FORMAT,
                    result.failures().stream()
                            .map(failure -> new ShardResult.Failure(
                                    failure.frame(), failure.reason().replace('\0', ' ')))
                            .toList());
        }
    }

    @Override
    public boolean add(InferenceRunId run, ShardResult result, OutcomeCounts counts) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                insert.setObject(1, run.value());
                insert.setInt(2, result.shard().number());
                insert.setString(3, SqlRanges.text(result.shard().frames()));
                insert.setString(4, SqlRanges.text(result.kept()));
                insert.setString(5, SqlRanges.text(result.gatedOut()));
                insert.setString(6, SqlRanges.text(result.classified()));
                insert.setString(7, StoredJson.write(Failures.of(result)));
                insert.setBytes(
                        8,
                        PackedProbabilities.pack(
                                result.probabilities(), result.classified().count()));
                set(insert, 9, counts);
                insert.setInt(15, result.reused());
                insert.setString(16, SqlRanges.text(result.held()));
                insert.setInt(17, PACKED);
                return insert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void recount(InferenceRunId run, Map<Integer, OutcomeCounts> counts) {
        session.doWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(RECOUNT)) {
                for (Map.Entry<Integer, OutcomeCounts> shard : counts.entrySet()) {
                    set(update, 1, shard.getValue());
                    update.setObject(7, run.value());
                    update.setInt(8, shard.getKey());
                    update.addBatch();
                }
                update.executeBatch();
            }
        });
    }

    @Override
    public void remove(InferenceRunId run, List<Shard> shards) {
        session.doWork(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
                for (Shard shard : shards) {
                    delete.setObject(1, run.value());
                    delete.setInt(2, shard.number());
                    delete.addBatch();
                }
                delete.executeBatch();
            }
        });
    }

    @Override
    public OutcomeCounts counts(InferenceRunId run) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
                select.setObject(1, run.value());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new OutcomeCounts(
                            row.getInt(1),
                            row.getInt(2),
                            row.getInt(3),
                            row.getInt(4),
                            row.getInt(5),
                            row.getInt(6),
                            row.getInt(7),
                            row.getInt(8));
                }
            }
        });
    }

    @Override
    public FrameRanges predicted(IterationId iteration, ContentHash content) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(PREDICTED)) {
                select.setObject(1, iteration.value());
                select.setString(2, content.sha256());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return SqlRanges.ranges(row.getString(1));
                }
            }
        });
    }

    @Override
    public SortedMap<Integer, float[]> known(IterationId iteration, ContentHash content, FrameRanges frames) {
        return session.doReturningWork(connection -> {
            SortedMap<Integer, float[]> known = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
                select.setObject(1, iteration.value());
                select.setString(2, content.sha256());
                select.setString(3, SqlRanges.text(frames));
                select.setFetchSize(FETCHED);
                int wanted = frames.count();
                try (ResultSet rows = select.executeQuery()) {
                    while (known.size() < wanted && rows.next()) {
                        add(known, result(rows), frames);
                    }
                }
            }
            return known;
        });
    }

    private static void add(SortedMap<Integer, float[]> known, ShardResult result, FrameRanges frames) {
        int row = 0;
        for (FrameRange range : result.classified().ranges()) {
            for (int frame = range.first(); frame <= range.last(); frame++, row++) {
                if (frames.contains(frame) && !known.containsKey(frame)) {
                    known.put(frame, result.probabilities(row));
                }
            }
        }
    }

    @Override
    public List<ShardResult> overlapping(InferenceRunId run, FrameRange range) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(OVERLAPPING)) {
                select.setObject(1, run.value());
                select.setString(2, SqlRanges.text(range));
                List<ShardResult> results = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        results.add(result(rows));
                    }
                }
                return results;
            }
        });
    }

    private static ShardResult result(ResultSet row) throws SQLException {
        FrameRanges classified = SqlRanges.ranges(row.getString(5));
        byte[] probabilities = row.getBytes(7);
        return new ShardResult(
                new Shard(row.getInt(1), SqlRanges.range(row.getString(2))),
                SqlRanges.ranges(row.getString(3)),
                SqlRanges.ranges(row.getString(4)),
                StoredJson.read(row.getString(6), Failures.class).failures(),
                classified,
                row.getInt(10) == PACKED
                        ? PackedProbabilities.unpack(probabilities, classified.count())
                        : floats(probabilities),
                row.getInt(8),
                SqlRanges.ranges(row.getString(9)));
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }

    private static void set(PreparedStatement statement, int first, OutcomeCounts counts) throws SQLException {
        statement.setInt(first, counts.labelled());
        statement.setInt(first + 1, counts.belowThreshold());
        statement.setInt(first + 2, counts.unmapped());
        statement.setInt(first + 3, counts.kept());
        statement.setInt(first + 4, counts.gatedOut());
        statement.setInt(first + 5, counts.failed());
    }
}
