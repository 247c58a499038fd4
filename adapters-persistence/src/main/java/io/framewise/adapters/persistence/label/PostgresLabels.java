package io.framewise.adapters.persistence.label;

import io.framewise.adapters.persistence.SqlRanges;
import io.framewise.application.label.Labels;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.ontology.FeatureNodeHash;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** One row a label, written in batches by JDBC: a long video may have a hundred thousand of them. */
@Singleton
final class PostgresLabels implements Labels {

    private static final String OVERLAPPING = """
            SELECT %s
            FROM label WHERE data_unit_id = ? AND frames && ?::int4range %s
            ORDER BY attribute, frames""";
    private static final String OF_ALL = OVERLAPPING.formatted(LabelColumns.SELECTED, "");
    private static final String OF_SOME = OVERLAPPING.formatted(LabelColumns.SELECTED, "AND attribute = ANY (?)");
    private static final String REMOVE =
            "DELETE FROM label WHERE data_unit_id = ? AND attribute = ? AND frames = ?::int4range";
    private static final String ADD =
            "INSERT INTO label (data_unit_id, %s) VALUES (?, %s)".formatted(LabelColumns.NAMES, LabelColumns.PLACES);

    private final StatelessSession session;

    PostgresLabels(StatelessSession session) {
        this.session = session;
    }

    @Override
    public List<Label> overlapping(DataUnitId dataUnit, FrameRange range, Set<FeatureNodeHash> attributes) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(attributes.isEmpty() ? OF_ALL : OF_SOME)) {
                select.setObject(1, dataUnit.value());
                select.setString(2, SqlRanges.text(range));
                if (!attributes.isEmpty()) {
                    Object[] values =
                            attributes.stream().map(FeatureNodeHash::value).toArray();
                    select.setArray(3, connection.createArrayOf("text", values));
                }
                List<Label> labels = new ArrayList<>();
                LabelColumns columns = new LabelColumns();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        labels.add(columns.read(rows, 1));
                    }
                }
                return labels;
            }
        });
    }

    @Override
    public void apply(DataUnitId dataUnit, LabelChange change, ChangeCause cause) {
        session.doWork(connection -> {
            remove(connection, dataUnit.value(), change.removed());
            add(connection, dataUnit.value(), change.added());
            HistoryRows.add(connection, dataUnit.value(), change.trimmed(), cause);
        });
    }

    private static void remove(Connection connection, UUID dataUnit, List<Label> labels) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
            for (Label label : labels) {
                delete.setObject(1, dataUnit);
                delete.setString(2, label.attribute().value());
                delete.setString(3, SqlRanges.text(label.frames()));
                delete.addBatch();
            }
            if (Arrays.stream(delete.executeBatch()).sum() != labels.size()) {
                throw new IllegalStateException("Labels to be removed from " + dataUnit + " are not stored.");
            }
        }
    }

    private static void add(Connection connection, UUID dataUnit, List<Label> labels) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (Label label : labels) {
                insert.setObject(1, dataUnit);
                LabelColumns.set(insert, 2, label);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
