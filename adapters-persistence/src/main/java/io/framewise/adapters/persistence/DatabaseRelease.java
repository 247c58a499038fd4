package io.framewise.adapters.persistence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** Of which release the database is: a node of a later one migrates it while nodes of this one are still there. */
@Singleton
public class DatabaseRelease {

    private static final String NEWER =
            "SELECT EXISTS (SELECT FROM flyway_schema_history WHERE success AND version::int > ?)";

    private final DataSource dataSource;
    private final int own;

    DatabaseRelease(DataSource dataSource, Flyway flyway) {
        this.dataSource = dataSource;
        this.own = Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .mapToInt(version -> Integer.parseInt(version.getVersion()))
                .max()
                .orElseThrow();
    }

    /** Whether the database has a migration that this program does not know: then it must not write what it knows no more. */
    public boolean isLater() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(NEWER)) {
            select.setInt(1, own);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
