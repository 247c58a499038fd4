package io.framewise.adapters.persistence;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Statements of tests that look behind the stores, each in a transaction of its own. */
@Singleton
public class Sql {

    @Inject
    DataSource dataSource;

    /** Rows that were changed. */
    public int update(String statement, Object... values) throws SQLException {
        try (var connection = dataSource.getConnection();
                var update = prepare(connection.prepareStatement(statement), values)) {
            return update.executeUpdate();
        }
    }

    /** First column of the first row. */
    public String text(String query, Object... values) {
        try (var connection = dataSource.getConnection();
                var select = prepare(connection.prepareStatement(query), values);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
