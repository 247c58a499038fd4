package io.framewise.adapters.persistence.label;

import io.framewise.adapters.persistence.SqlRanges;
import io.framewise.adapters.persistence.StoredJson;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.RunOrigin;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.ontology.FeatureNodeHash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A label in the columns that two tables have for it. One of these reads the rows of one query. */
final class LabelColumns {

    static final String NAMES =
            "attribute, frames, answer, person, run_id, confidences, reviewer, reviewed_at, origin, held, smoothed";
    static final String SELECTED =
            "attribute, frames, answer, person, run_id, confidences::text, reviewer, reviewed_at, origin, held, smoothed";
    static final String PLACES =
            "?, ?::int4range, ?::jsonb, ?, ?, ?, ?, ?, ?::jsonb, ?::int4multirange, ?::int4multirange";

    /** Read before, by their text: most labels have one of few answers. */
    private final Map<String, Answer> answers = new HashMap<>();

    /** Read before, by their text: there are as many as runs. */
    private final Map<String, RunOrigin> origins = new HashMap<>();

    /** @param first index of the first of the {@link #PLACES} */
    static void set(PreparedStatement statement, int first, Label label) throws SQLException {
        statement.setString(first, label.attribute().value());
        statement.setString(first + 1, SqlRanges.text(label.frames()));
        statement.setString(first + 2, StoredJson.write(label.answer()));
        statement.setString(
                first + 3,
                label.source() instanceof LabelSource.Person person
                        ? person.actor().name()
                        : null);
        if (label.source() instanceof LabelSource.Run run) {
            statement.setObject(first + 4, run.inferenceRun());
        } else {
            statement.setNull(first + 4, Types.OTHER);
        }
        if (label.source() instanceof LabelSource.Person) {
            statement.setNull(first + 5, Types.ARRAY);
        } else {
            statement.setObject(first + 5, label.confidences().values());
        }
        statement.setString(
                first + 8,
                label.source() instanceof LabelSource.Imported imported
                        ? StoredJson.write(OriginDocument.of(imported.origin()))
                        : null);
        statement.setString(first + 9, marks(label.held()));
        statement.setString(first + 10, marks(label.smoothed()));
        Acceptance acceptance = label.acceptance();
        if (acceptance == null) {
            statement.setNull(first + 6, Types.VARCHAR);
            statement.setNull(first + 7, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setString(first + 6, acceptance.reviewedBy().name());
            statement.setObject(first + 7, acceptance.reviewedAt().atOffset(ZoneOffset.UTC));
        }
    }

    /** @param first index of the first of the columns that were {@link #SELECTED} */
    Label read(ResultSet row, int first) throws SQLException {
        FrameRange frames = SqlRanges.range(row.getString(first + 1));
        LabelSource source = source(row, first);
        return new Label(
                new FeatureNodeHash(row.getString(first)),
                frames,
                answers.computeIfAbsent(row.getString(first + 2), text -> StoredJson.read(text, Answer.class)),
                source,
                source instanceof LabelSource.Person
                        ? Confidences.NONE
                        : Confidences.of(
                                reals(row.getString(first + 5)),
                                places(row.getString(first + 9), frames),
                                places(row.getString(first + 10), frames)));
    }

    private static @Nullable String marks(FrameRanges frames) {
        return frames.isEmpty() ? null : SqlRanges.text(frames);
    }

    /** Frames as places in a range. */
    private static BitSet places(@Nullable String ranges, FrameRange frames) {
        BitSet places = new BitSet();
        if (ranges == null) {
            return places;
        }
        for (FrameRange range : SqlRanges.ranges(ranges).ranges()) {
            places.set(range.first() - frames.first(), range.last() - frames.first() + 1);
        }
        return places;
    }

    private LabelSource source(ResultSet row, int first) throws SQLException {
        String person = row.getString(first + 3);
        if (person != null) {
            return new LabelSource.Person(new Actor(person));
        }
        String origin = row.getString(first + 8);
        return origin == null
                ? new LabelSource.Run(row.getObject(first + 4, UUID.class), acceptance(row, first + 6))
                : new LabelSource.Imported(
                        origins.computeIfAbsent(
                                origin,
                                text -> StoredJson.read(text, OriginDocument.class)
                                        .run()),
                        acceptance(row, first + 6));
    }

    private static @Nullable Acceptance acceptance(ResultSet row, int first) throws SQLException {
        String reviewer = row.getString(first);
        return reviewer == null
                ? null
                : new Acceptance(
                        new Actor(reviewer),
                        row.getObject(first + 1, OffsetDateTime.class).toInstant());
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
