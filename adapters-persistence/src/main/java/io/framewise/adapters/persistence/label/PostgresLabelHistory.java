package io.framewise.adapters.persistence.label;

import io.framewise.adapters.persistence.PageToken;
import io.framewise.adapters.persistence.SqlRanges;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.label.LabelHistory;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.FrameChange;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.RecordedChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** Rows that {@link HistoryRows} has written. */
@Singleton
final class PostgresLabelHistory implements LabelHistory {

    private static final String VERSION = "SELECT coalesce(max(number), 0) FROM label_change WHERE data_unit_id = ?";
    private static final String STANDING = """
            SELECT %s
            FROM label_change AS change
            WHERE data_unit_id = ? AND kind <> 'undone' AND NOT EXISTS (
                SELECT FROM label_change AS undoing
                WHERE undoing.data_unit_id = change.data_unit_id AND undoing.undone = change.number)
            ORDER BY number DESC LIMIT 1""".formatted(HistoryRows.CHANGE);
    private static final String ROWS = """
            SELECT added, %s
            FROM label_history WHERE data_unit_id = ? AND number = ?
            ORDER BY attribute, frames""".formatted(LabelColumns.SELECTED);
    /** At most two rows for an attribute and a change: what was there, and what came. */
    private static final String OF_FRAME = """
            SELECT %s, added, %s
            FROM label_history JOIN label_change USING (data_unit_id, number)
            WHERE data_unit_id = ? AND frames @> ? AND (number, attribute) < (?, ?)
            ORDER BY number DESC, attribute DESC, added
            LIMIT ?""".formatted(HistoryRows.CHANGE, LabelColumns.SELECTED);

    private static final String REJECTED = """
            SELECT coalesce(range_agg(history.frames), '{}')
            FROM label_change AS change JOIN label_history AS history USING (data_unit_id, number)
            WHERE data_unit_id = ? AND change.kind = 'rejected' AND NOT history.added
              AND history.run_id = ? AND history.attribute = ?
              AND NOT EXISTS (
                SELECT FROM label_change AS undoing
                WHERE undoing.data_unit_id = change.data_unit_id AND undoing.undone = change.number)""";

    private final StatelessSession session;

    PostgresLabelHistory(StatelessSession session) {
        this.session = session;
    }

    @Override
    public int version(DataUnitId dataUnit) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(VERSION)) {
                select.setObject(1, dataUnit.value());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    @Override
    public Page<FrameChange> ofFrame(DataUnitId dataUnit, int frame, PageRequest request) {
        Place after = Place.of(request);
        List<FrameChange> changes = session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(OF_FRAME)) {
                select.setObject(1, dataUnit.value());
                select.setInt(2, frame);
                select.setInt(3, after.number());
                select.setString(4, after.attribute());
                select.setInt(5, 2 * (request.limit() + 1));
                try (ResultSet rows = select.executeQuery()) {
                    return changes(rows, FrameRange.single(frame));
                }
            }
        });
        List<FrameChange> page = changes.subList(0, Math.min(changes.size(), request.limit() + 1));
        return PageToken.page(page, request, Place::token, change -> change);
    }

    @Override
    public Optional<RecordedChange> newestStanding(DataUnitId dataUnit) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(STANDING)) {
                select.setObject(1, dataUnit.value());
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(recorded(connection, dataUnit, row.getInt(1), HistoryRows.cause(row, 1)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public FrameRanges rejected(DataUnitId dataUnit, InferenceRunId run, FeatureNodeHash attribute) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(REJECTED)) {
                select.setObject(1, dataUnit.value());
                select.setObject(2, run.value());
                select.setString(3, attribute.value());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return SqlRanges.ranges(row.getString(1));
                }
            }
        });
    }

    private static RecordedChange recorded(Connection connection, DataUnitId dataUnit, int number, ChangeCause cause)
            throws SQLException {
        List<Label> removed = new ArrayList<>();
        List<Label> added = new ArrayList<>();
        LabelColumns columns = new LabelColumns();
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setObject(1, dataUnit.value());
            select.setInt(2, number);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    (rows.getBoolean(1) ? added : removed).add(columns.read(rows, 2));
                }
            }
        }
        return new RecordedChange(number, cause, removed, added);
    }

    /** The rows of a frame, those of one attribute and change as one. */
    private static List<FrameChange> changes(ResultSet rows, FrameRange frame) throws SQLException {
        List<FrameChange> changes = new ArrayList<>();
        LabelColumns columns = new LabelColumns();
        while (rows.next()) {
            int number = rows.getInt(1);
            boolean added = rows.getBoolean(7);
            Label label = columns.read(rows, 8).on(frame);
            int end = changes.size() - 1;
            FrameChange last = end < 0 ? null : changes.get(end);
            if (last != null && last.change() == number && last.attribute().equals(label.attribute())) {
                changes.set(end, new FrameChange(number, last.cause(), last.attribute(), last.before(), label));
            } else {
                changes.add(new FrameChange(
                        number,
                        HistoryRows.cause(rows, 1),
                        label.attribute(),
                        added ? null : label,
                        added ? label : null));
            }
        }
        return changes;
    }

    /** Where a page begins: behind an attribute of a change. */
    private record Place(int number, String attribute) {

        private static final Place FRONT = new Place(Integer.MAX_VALUE, "");

        static Place of(PageRequest request) {
            if (request.pageToken() == null) {
                return FRONT;
            }
            String[] parts = PageToken.decode(request.pageToken()).split(" ", 2);
            try {
                return new Place(Integer.parseInt(parts[0]), new FeatureNodeHash(parts[parts.length - 1]).value());
            } catch (IllegalArgumentException e) {
                throw PageToken.invalid();
            }
        }

        static String token(FrameChange change) {
            return PageToken.encode(change.change() + " " + change.attribute());
        }
    }
}
