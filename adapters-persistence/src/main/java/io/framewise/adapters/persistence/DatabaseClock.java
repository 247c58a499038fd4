package io.framewise.adapters.persistence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The time as the database has it, which all nodes share, whatever their own clocks say: by a distance from the own clock
 * that is measured once a minute.
 */
@Singleton
final class DatabaseClock implements InstantSource {

    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    private static final long MEASURED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration WORTH_TELLING = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private Duration ahead = Duration.ZERO;
    private long measuredAt;
    private boolean measured;

    DatabaseClock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public synchronized Instant instant() {
        if (!measured || System.nanoTime() - measuredAt > MEASURED_NANOS) {
            measure();
        }
        // What the database keeps of an instant, so that it reads the same before and after it was stored.
        return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MICROS);
    }

    private void measure() {
        measuredAt = System.nanoTime();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            Instant before = Instant.now();
            try (ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
                Instant after = Instant.now();
                row.next();
                Instant there = row.getObject(1, OffsetDateTime.class).toInstant();
                Instant here = before.plus(Duration.between(before, after).dividedBy(2));
                ahead = Duration.between(here, there);
            }
            if (!measured && ahead.abs().compareTo(WORTH_TELLING) > 0) {
                LOG.warnf("This machine's clock is %s off the database's, which is what counts", ahead.negated());
            }
            measured = true;
        } catch (SQLException e) {
            // What was measured before is better than nothing, and is measured again in a minute.
            LOG.debugf("The database's clock was not read: %s", e.getMessage());
        }
    }
}
