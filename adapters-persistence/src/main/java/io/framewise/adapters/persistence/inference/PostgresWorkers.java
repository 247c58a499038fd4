package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.StoredJson;
import io.framewise.application.inference.Workers;
import io.framewise.domain.inference.Device;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** A row for each, with the time at which it was heard of last. */
@Singleton
final class PostgresWorkers implements Workers {

    private static final String ANNOUNCE = """
            INSERT INTO worker (id, name, devices, engine, started_at, seen_at)
            VALUES (?, ?, ?::jsonb, ?, ?, clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
            """;
    private static final String FORGET = "DELETE FROM worker WHERE seen_at < clock_timestamp() - interval '1 day'";
    private static final String LEAVE = "DELETE FROM worker WHERE id = ?";
    private static final String LIVE = """
            SELECT id, name, devices, engine, started_at FROM worker
            WHERE seen_at > clock_timestamp() - interval '10 seconds' ORDER BY started_at, id
            """;

    /** The stored form of a worker's devices. */
    record Offers(int format, List<Stored> devices) {

        static final int FORMAT = 1;

        record Stored(String device, String description) {
            Offer offer() {
                Device known = device.startsWith(GPU)
                        ? new Device.Gpu(Integer.parseInt(device.substring(GPU.length())))
                        : new Device.Cpu();
                return new Offer(known, description);
            }
        }

        private static final String GPU = "gpu:";

        static Offers of(List<Offer> offers) {
            return new Offers(
                    FORMAT,
                    offers.stream()
                            .map(offer -> new Stored(offer.device().value(), offer.description()))
                            .toList());
        }
    }

    private final StatelessSession session;

    PostgresWorkers(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void announce(Worker worker) {
        session.doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ANNOUNCE);
                    PreparedStatement forget = connection.prepareStatement(FORGET)) {
                insert.setObject(1, worker.id());
                insert.setString(2, worker.name());
                insert.setString(3, StoredJson.write(Offers.of(worker.devices())));
                insert.setString(4, worker.engine());
                insert.setTimestamp(5, Timestamp.from(worker.startedAt()));
                insert.executeUpdate();
                forget.executeUpdate();
            }
        });
    }

    @Override
    public void leave(UUID id) {
        session.doWork(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(LEAVE)) {
                delete.setObject(1, id);
                delete.executeUpdate();
            }
        });
    }

    @Override
    public List<Worker> live() {
        return session.doReturningWork(connection -> {
            List<Worker> workers = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(LIVE);
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    workers.add(worker(rows));
                }
            }
            return workers;
        });
    }

    private static Worker worker(ResultSet row) throws SQLException {
        return new Worker(
                row.getObject(1, UUID.class),
                row.getString(2),
                StoredJson.read(row.getString(3), Offers.class).devices().stream()
                        .map(Offers.Stored::offer)
                        .toList(),
                row.getString(4),
                row.getTimestamp(5).toInstant());
    }
}
