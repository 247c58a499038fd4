package io.framewise.adapters.persistence.label;

import io.framewise.adapters.persistence.SqlRanges;
import io.framewise.adapters.persistence.StoredJson;
import io.framewise.application.label.Labels;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSource;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** One row a label, written in batches by JDBC: a long video may have a hundred thousand of them. */
@Singleton
final class PostgresLabels implements Labels {

    private static final String OVERLAPPING = """
            SELECT attribute, frames, answer, person, run_id, confidences::text, origin
            FROM label WHERE data_unit_id = ? AND frames && ?::int4range %s
            ORDER BY attribute, frames""";
    private static final String OF_ALL = OVERLAPPING.formatted("");
    private static final String OF_SOME = OVERLAPPING.formatted("AND attribute = ANY (?)");
    private static final String REMOVE =
            "DELETE FROM label WHERE data_unit_id = ? AND attribute = ? AND frames = ?::int4range";
    private static final String ADD = """
            INSERT INTO label (data_unit_id, attribute, frames, answer, person, run_id, confidences, origin)
            VALUES (?, ?, ?::int4range, ?::jsonb, ?, ?, ?, ?::jsonb)""";

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
                Map<String, Answer> answers = new HashMap<>();
                Map<String, LabelSource> origins = new HashMap<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        labels.add(label(rows, answers, origins));
                    }
                }
                return labels;
            }
        });
    }

    @Override
    public void apply(DataUnitId dataUnit, LabelChange change) {
        session.doWork(connection -> {
            remove(connection, dataUnit.value(), change.removed());
            add(connection, dataUnit.value(), change.added());
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
                insert.setString(2, label.attribute().value());
                insert.setString(3, SqlRanges.text(label.frames()));
                insert.setString(4, StoredJson.write(label.answer()));
                insert.setString(8, null);
                if (label.source() instanceof LabelSource.Person person) {
                    insert.setString(5, person.actor().name());
                    insert.setObject(6, null, java.sql.Types.OTHER);
                    insert.setNull(7, java.sql.Types.ARRAY);
                } else if (label.source() instanceof LabelSource.Run run) {
                    insert.setString(5, null);
                    insert.setObject(6, run.inferenceRun());
                    insert.setObject(7, label.confidences().values());
                } else if (label.source() instanceof LabelSource.Imported imported) {
                    insert.setString(5, null);
                    insert.setObject(6, null, java.sql.Types.OTHER);
                    insert.setObject(7, label.confidences().values());
                    insert.setString(8, StoredJson.write(OriginDocument.of(imported.origin())));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * @param answers read before, by their text: most labels have one of few answers
     * @param origins read before, by their text: there are as many as runs
     */
    private static Label label(ResultSet row, Map<String, Answer> answers, Map<String, LabelSource> origins)
            throws SQLException {
        LabelSource source = source(row, origins);
        return new Label(
                new FeatureNodeHash(row.getString(1)),
                SqlRanges.range(row.getString(2)),
                answers.computeIfAbsent(row.getString(3), text -> StoredJson.read(text, Answer.class)),
                source,
                source instanceof LabelSource.Person ? Confidences.NONE : Confidences.of(reals(row.getString(6))));
    }

    private static LabelSource source(ResultSet row, Map<String, LabelSource> origins) throws SQLException {
        String person = row.getString(4);
        if (person != null) {
            return new LabelSource.Person(new Actor(person));
        }
        String origin = row.getString(7);
        return origin == null
                ? new LabelSource.Run(row.getObject(5, UUID.class))
                : origins.computeIfAbsent(
                        origin,
                        text -> new LabelSource.Imported(
                                StoredJson.read(text, OriginDocument.class).run()));
    }

    /** @param text a {@code real[]} without nulls; PostgreSQL writes each number so that it reads back the same */
    private static float[] reals(String text) {
        String[] numbers = text.substring(1, text.length() - 1).split(",");
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(numbers[i]);
        }
        return values;
    }
}
