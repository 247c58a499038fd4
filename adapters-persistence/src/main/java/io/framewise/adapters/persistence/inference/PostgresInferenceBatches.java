package io.framewise.adapters.persistence.inference;

import io.framewise.application.inference.InferenceBatches;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.InferenceBatch;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.project.ProjectId;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** A row for a batch and one for each of its runs. */
@Singleton
final class PostgresInferenceBatches implements InferenceBatches {

    private static final String ADD =
            "INSERT INTO inference_batch (id, project_id, requester, requested_at) VALUES (?, ?, ?, ?)";
    private static final String ADD_RUN = "INSERT INTO inference_batch_run (batch_id, place, run_id) VALUES (?, ?, ?)";
    private static final String GET = """
            SELECT project_id, requester, requested_at,
                (SELECT count(*) FROM inference_batch_run r WHERE r.batch_id = b.id)
            FROM inference_batch b WHERE id = ?
            """;
    private static final String RUNS = "SELECT run_id FROM inference_batch_run WHERE batch_id = ? ORDER BY place";
    private static final String STATES = """
            SELECT r.state, count(*), sum(r.last_frame - r.first_frame + 1)
            FROM inference_batch_run b JOIN inference_run r ON r.id = b.run_id
            WHERE b.batch_id = ? GROUP BY r.state
            """;
    private static final String DONE = """
            SELECT coalesce(sum(s.frames_done), 0)
            FROM inference_batch_run b JOIN inference_shard s ON s.run_id = b.run_id WHERE b.batch_id = ?
            """;
    private static final String COUNTS = """
            SELECT coalesce(sum(s.labelled), 0), coalesce(sum(s.below_threshold), 0), coalesce(sum(s.unmapped), 0),
                coalesce(sum(s.kept), 0), coalesce(sum(s.gated_out), 0), coalesce(sum(s.failed), 0),
                coalesce(sum(s.reused), 0), coalesce(sum(frame_count(s.held_frames)), 0)
            FROM inference_batch_run b JOIN shard_result s ON s.run_id = b.run_id WHERE b.batch_id = ?
            """;

    private final StatelessSession session;

    PostgresInferenceBatches(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(InferenceBatch batch, List<InferenceRunId> runs) {
        session.doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD);
                    PreparedStatement each = connection.prepareStatement(ADD_RUN)) {
                insert.setObject(1, batch.id().value());
                insert.setObject(2, batch.projectId().value());
                insert.setString(3, batch.requester().name());
                insert.setTimestamp(4, Timestamp.from(batch.requestedAt()));
                insert.executeUpdate();
                for (int place = 0; place < runs.size(); place++) {
                    each.setObject(1, batch.id().value());
                    each.setInt(2, place);
                    each.setObject(3, runs.get(place).value());
                    each.addBatch();
                }
                each.executeBatch();
            }
        });
    }

    @Override
    public InferenceBatch get(InferenceBatchId id) {
        return read(GET, id, row -> {
            if (!row.next()) {
                throw new Refusal.NotFound("inference batch", id);
            }
            return new InferenceBatch(
                    id,
                    new ProjectId(row.getObject(1, UUID.class)),
                    row.getInt(4),
                    new Actor(row.getString(2)),
                    row.getTimestamp(3).toInstant());
        });
    }

    @Override
    public List<InferenceRunId> runs(InferenceBatchId id) {
        return read(RUNS, id, rows -> {
            List<InferenceRunId> runs = new ArrayList<>();
            while (rows.next()) {
                runs.add(new InferenceRunId(rows.getObject(1, UUID.class)));
            }
            return runs;
        });
    }

    @Override
    public Tally tally(InferenceBatchId id) {
        Map<String, Integer> states = new TreeMap<>();
        long frames = read(STATES, id, rows -> {
            long sum = 0;
            while (rows.next()) {
                states.put(rows.getString(1), rows.getInt(2));
                sum += rows.getLong(3);
            }
            return sum;
        });
        long done = read(DONE, id, row -> {
            row.next();
            return row.getLong(1);
        });
        return new Tally(states, frames, done, read(COUNTS, id, PostgresInferenceBatches::counts));
    }

    private static OutcomeCounts counts(ResultSet row) throws SQLException {
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

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private <T> T read(String sql, InferenceBatchId id, Reading<T> reading) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setObject(1, id.value());
                try (ResultSet rows = select.executeQuery()) {
                    return reading.of(rows);
                }
            }
        });
    }
}
