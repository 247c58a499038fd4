package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.SqlRanges;
import io.framewise.application.inference.Shards;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.Shard;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** One row a shard, by JDBC, because every step is one statement over several rows. */
@Singleton
final class PostgresShards implements Shards {

    private static final String ADD = "INSERT INTO inference_shard (run_id, shard, frames) VALUES (?, ?, ?::int4range)";
    private static final String FREE = "UPDATE inference_shard SET state = 'waiting', slot = NULL, frames_done = 0";
    private static final String FREE_SLOT = """
            UPDATE inference_shard SET state = 'waiting', slot = NULL, frames_done = 0, losses = losses + 1,
                failures = failures + CASE WHEN losses >= ? THEN 1 ELSE 0 END
            WHERE run_id = ? AND slot = ? AND state = 'taken'
            """;
    /** Nothing of the run before is to be done there any more; true when there is no such run. */
    private static final String READY = """
            NOT EXISTS (SELECT FROM inference_shard b
                WHERE b.run_id = ?::uuid AND b.shard = s.shard AND b.state IN ('waiting', 'taken'))
            """;
    /** Of the first that are due: the leading ones that have never failed, or the first alone. */
    private static final String TAKE = """
            WITH due AS (
                SELECT shard, failures, row_number() OVER (ORDER BY shard) AS place
                FROM inference_shard s
                WHERE run_id = ? AND state = 'waiting' AND due <= clock_timestamp() AND %s
                ORDER BY shard LIMIT ?),
            first_failed AS (SELECT min(place) AS place FROM due WHERE failures > 0)
            UPDATE inference_shard s SET state = 'taken', slot = ?, attempt = attempt + 1, frames_done = 0
            FROM due, first_failed
            WHERE s.run_id = ? AND s.shard = due.shard
              AND (first_failed.place IS NULL OR due.place < greatest(first_failed.place, 2))
            RETURNING s.shard, s.frames, s.attempt, s.failures
            """.formatted(READY);

    private static final String MINE = " WHERE run_id = ? AND shard = ? AND attempt = ? AND state = 'taken'";
    private static final String RELEASE = FREE + MINE;
    private static final String REPORT = "UPDATE inference_shard SET frames_done = ?" + MINE;
    private static final String DONE = """
            UPDATE inference_shard SET state = 'done', slot = NULL, frames_done = upper(frames) - lower(frames),
                done_at = clock_timestamp()
            """ + MINE;
    private static final String RETRY_LATER = """
            UPDATE inference_shard SET state = 'waiting', slot = NULL, frames_done = 0, failures = failures + 1, reason = ?,
                due = clock_timestamp() + ? * interval '1 millisecond'
            """ + MINE;
    private static final String GIVE_UP = """
            UPDATE inference_shard SET state = 'failed', slot = NULL, frames_done = upper(frames) - lower(frames),
                failures = failures + 1, reason = ?
            """ + MINE;
    private static final String REOPEN = """
            UPDATE inference_shard
            SET state = 'waiting', frames_done = 0, failures = 0, losses = 0, due = clock_timestamp()
            WHERE run_id = ? AND state = 'failed' RETURNING shard, frames
            """;
    private static final String REOPEN_AFTER = """
            WITH again AS (
                SELECT s.shard FROM inference_shard s
                WHERE s.run_id = ? AND (s.state = 'failed' OR s.state IN ('taken', 'done') AND EXISTS (
                    SELECT FROM inference_shard b WHERE b.run_id = ? AND b.shard = s.shard AND b.state = 'waiting')))
            UPDATE inference_shard s
            SET state = 'waiting', slot = NULL, frames_done = 0, failures = 0, losses = 0, due = clock_timestamp()
            FROM again WHERE s.run_id = ? AND s.shard = again.shard RETURNING s.shard, s.frames
            """;
    private static final String OPEN = """
            SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'taken'),
                extract(epoch FROM min(due) FILTER (WHERE state = 'waiting' AND %s) - clock_timestamp()) * 1000
            FROM inference_shard s WHERE run_id = ? AND state IN ('waiting', 'taken')
            """.formatted(READY);
    private static final String PACE = """
            SELECT shard, frames, done_at FROM inference_shard
            WHERE run_id = ? AND state = 'done' AND done_at IS NOT NULL ORDER BY done_at, shard
            """;
    private static final String FRAMES_DONE =
            "SELECT coalesce(sum(frames_done), 0) FROM inference_shard WHERE run_id = ?";
    private static final String FAILED = """
            SELECT count(*), coalesce((array_agg(reason ORDER BY shard))[1], '')
            FROM inference_shard WHERE run_id = ? AND state = 'failed'
            """;

    private final StatelessSession session;

    PostgresShards(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void add(InferenceRunId run, List<Shard> plan) {
        prepared(ADD, statement -> {
            for (Shard shard : plan) {
                statement.setObject(1, run.value());
                statement.setInt(2, shard.number());
                statement.setString(3, SqlRanges.text(shard.frames()));
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    @Override
    public List<Lease> take(InferenceRunId run, Optional<InferenceRunId> after, UUID slot, int most) {
        prepared(FREE_SLOT, statement -> {
            statement.setInt(1, FORGIVEN_LOSSES);
            statement.setObject(2, run.value());
            statement.setObject(3, slot);
            return statement.executeUpdate();
        });
        return prepared(TAKE, statement -> {
            statement.setObject(1, run.value());
            statement.setObject(2, after.map(InferenceRunId::value).orElse(null), Types.OTHER);
            statement.setInt(3, most);
            statement.setObject(4, slot);
            statement.setObject(5, run.value());
            List<Lease> leases = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    leases.add(new Lease(run, shard(rows), rows.getInt(3), rows.getInt(4)));
                }
            }
            leases.sort(Comparator.comparing(lease -> lease.shard().number()));
            return leases;
        });
    }

    @Override
    public void report(Lease lease, int frames) {
        prepared(REPORT, statement -> {
            statement.setInt(1, frames);
            return changed(statement, 2, lease);
        });
    }

    @Override
    public boolean done(Lease lease) {
        return prepared(DONE, statement -> changed(statement, 1, lease));
    }

    @Override
    public boolean retryLater(Lease lease, String reason, Duration pause) {
        return prepared(RETRY_LATER, statement -> {
            statement.setString(1, printable(reason));
            statement.setLong(2, pause.toMillis());
            return changed(statement, 3, lease);
        });
    }

    @Override
    public boolean giveUp(Lease lease, String reason) {
        return prepared(GIVE_UP, statement -> {
            statement.setString(1, printable(reason));
            return changed(statement, 2, lease);
        });
    }

    @Override
    public void release(Lease lease) {
        prepared(RELEASE, statement -> changed(statement, 1, lease));
    }

    @Override
    public List<Shard> reopen(InferenceRunId run) {
        return prepared(REOPEN, statement -> {
            statement.setObject(1, run.value());
            return shards(statement);
        });
    }

    @Override
    public List<Shard> reopenAfter(InferenceRunId run, InferenceRunId before) {
        return prepared(REOPEN_AFTER, statement -> {
            statement.setObject(1, run.value());
            statement.setObject(2, before.value());
            statement.setObject(3, run.value());
            return shards(statement);
        });
    }

    private static List<Shard> shards(PreparedStatement statement) throws SQLException {
        List<Shard> shards = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                shards.add(shard(rows));
            }
        }
        shards.sort(Comparator.comparing(Shard::number));
        return shards;
    }

    @Override
    public Open open(InferenceRunId run, Optional<InferenceRunId> after) {
        return prepared(OPEN, statement -> {
            statement.setObject(1, after.map(InferenceRunId::value).orElse(null), Types.OTHER);
            statement.setObject(2, run.value());
            return one(statement, PostgresShards::open);
        });
    }

    private static Open open(ResultSet row) throws SQLException {
        long millis = (long) Math.ceil(row.getDouble(3));
        Optional<Duration> pause =
                row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.max(0, millis)));
        return new Open(row.getInt(1), row.getInt(2), pause);
    }

    @Override
    public int framesDone(InferenceRunId run) {
        return one(FRAMES_DONE, run, row -> row.getInt(1));
    }

    @Override
    public List<Done> pace(InferenceRunId run) {
        return prepared(PACE, statement -> {
            statement.setObject(1, run.value());
            List<Done> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Instant at = rows.getObject("done_at", OffsetDateTime.class).toInstant();
                    all.add(new Done(shard(rows).frames(), at));
                }
            }
            return all;
        });
    }

    @Override
    public Failed failed(InferenceRunId run) {
        return one(FAILED, run, row -> new Failed(row.getInt(1), row.getString(2)));
    }

    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> T prepared(String sql, Work<T> work) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return work.with(statement);
            }
        });
    }

    private <T> T one(String sql, InferenceRunId run, Reading<T> reading) {
        return prepared(sql, statement -> {
            statement.setObject(1, run.value());
            return one(statement, reading);
        });
    }

    private static <T> T one(PreparedStatement statement, Reading<T> reading) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return reading.of(row);
        }
    }

    private static boolean changed(PreparedStatement statement, int first, Lease lease) throws SQLException {
        statement.setObject(first, lease.run().value());
        statement.setInt(first + 1, lease.shard().number());
        statement.setInt(first + 2, lease.attempt());
        return statement.executeUpdate() == 1;
    }

    private static Shard shard(ResultSet row) throws SQLException {
        return new Shard(row.getInt(1), SqlRanges.range(row.getString(2)));
    }

    /** PostgreSQL has no text with the code point 0; a native library's message may. */
    private static String printable(String reason) {
        return reason.isEmpty() ? "No reason was given." : reason.replace('\0', ' ');
    }
}
