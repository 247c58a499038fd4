package io.framewise.adapters.persistence.label;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Writes what a change of labels has changed, beside the labels, under the lock of the data unit. */
final class HistoryRows {

    /** A change, as {@link #cause} reads it. */
    static final String CHANGE = "number, kind, actor, at, by_run_id, undone";

    private static final String NEWEST = "SELECT coalesce(max(number), 0) FROM label_change WHERE data_unit_id = ?";
    private static final String BEGIN =
            "INSERT INTO label_change (data_unit_id, %s) VALUES (?, ?, ?, ?, ?, ?, ?)".formatted(CHANGE);
    private static final String ADD = "INSERT INTO label_history (data_unit_id, number, added, %s) VALUES (?, ?, ?, %s)"
            .formatted(LabelColumns.NAMES, LabelColumns.PLACES);

    private HistoryRows() {}

    /** @param change trimmed; when it is empty nothing is written */
    static void add(Connection connection, UUID dataUnit, LabelChange change, ChangeCause cause) throws SQLException {
        if (change.isEmpty()) {
            return;
        }
        int number = number(connection, dataUnit, cause);
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            addBatch(insert, dataUnit, number, false, change.removed());
            addBatch(insert, dataUnit, number, true, change.added());
            insert.executeBatch();
        }
    }

    /** The cause of a change whose columns begin at an index. */
    static ChangeCause cause(ResultSet row, int first) throws SQLException {
        return new ChangeCause(
                ChangeCause.Kind.valueOf(row.getString(first + 1).toUpperCase(Locale.ROOT)),
                new Actor(row.getString(first + 2)),
                row.getObject(first + 3, OffsetDateTime.class).toInstant(),
                row.getObject(first + 4, UUID.class),
                row.getObject(first + 5, Integer.class));
    }

    private static int number(Connection connection, UUID dataUnit, ChangeCause cause) throws SQLException {
        int newest;
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setObject(1, dataUnit);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                newest = row.getInt(1);
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setObject(1, dataUnit);
            insert.setInt(2, newest + 1);
            insert.setString(3, cause.kind().name().toLowerCase(Locale.ROOT));
            insert.setString(4, cause.actor().name());
            insert.setObject(5, cause.at().atOffset(ZoneOffset.UTC));
            insert.setObject(6, cause.inferenceRun(), Types.OTHER);
            insert.setObject(7, cause.undone(), Types.INTEGER);
            insert.executeUpdate();
        }
        return newest + 1;
    }

    private static void addBatch(PreparedStatement insert, UUID dataUnit, int number, boolean added, List<Label> labels)
            throws SQLException {
        for (Label label : labels) {
            insert.setObject(1, dataUnit);
            insert.setInt(2, number);
            insert.setBoolean(3, added);
            LabelColumns.set(insert, 4, label);
            insert.addBatch();
        }
    }
}
