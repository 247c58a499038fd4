package io.framewise.adapters.persistence;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.allLabelled;
import static io.framewise.domain.Fixtures.byRun;
import static io.framewise.domain.Fixtures.imported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.Stores;
import io.framewise.application.StoresContract;
import io.framewise.application.audit.AuditTrail;
import io.framewise.domain.audit.AuditEntry.Subject;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables refuse, whoever asks: the last line of defence of the rules. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class MigrationsTest extends StoresContract {

    @Inject
    Stores stores;

    @Inject
    Sql sql;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Override
    protected Stores stores() {
        return stores;
    }

    @Test
    void theyNeedNoSuperuser() throws Exception {
        sql.update("CREATE ROLE plain LOGIN");
        sql.update("CREATE DATABASE plain OWNER plain");
        String plain = url.substring(0, url.lastIndexOf('/') + 1) + "plain";

        Flyway flyway = Flyway.configure().dataSource(plain, "plain", "").load();

        assertThatCode(flyway::migrate).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET actor = 'nobody' WHERE project = ?",
                "DELETE FROM audit_entry WHERE project = ?",
                "TRUNCATE audit_entry"
            })
    void theAuditTrailOnlyGrows(String statement) {
        String project = storedProject().id().toString();
        inTransaction(() -> stores.auditTrail().append(created(project)));
        Object[] values = statement.contains("?") ? new Object[] {project} : new Object[0];

        assertThatThrownBy(() -> sql.update(statement, values))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the audit trail only grows");
    }

    @Test
    void theAuditTrailDoesNotFork() {
        String project = storedProject().id().toString();
        inTransaction(() -> stores.auditTrail().append(created(project)));

        assertThatThrownBy(() -> sql.update("""
                        INSERT INTO audit_entry
                        SELECT sequence + 1000000, at, actor, action, noun, subject_id, project, details, previous_hash,
                            hash
                        FROM audit_entry WHERE project = ?""", project)).hasMessageContaining("the_chain_does_not_fork");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first_frame = 1",
                "confidence = 0.1",
                "device = 'cpu'",
                "requester = 'nobody'",
                "requested_at = now()",
                "weights = repeat('0', 64)",
                "mapping = '{\"format\": 1}'",
                "idempotency_key = 'another'"
            })
    void theRequestOfARunNeverChanges(String change) {
        InferenceRun run = storedRun();

        assertThatThrownBy(() -> sql.update(
                        "UPDATE inference_run SET " + change + " WHERE id = ?",
                        run.id().value()))
                .hasMessageContaining("the request of a run never changes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 'lost'",
                "state = 'succeeded'",
                "state = 'failed', reason = 'No outcome.'",
                "state = 'running'",
                "reason = 'Not failed.'",
                "labelled = 1",
                "device_used = 'cpu'"
            })
    void aQueuedRunHasNothingOfAnotherState(String change) {
        InferenceRun run = storedRun();

        assertThatThrownBy(() -> sql.update(
                        "UPDATE inference_run SET " + change + " WHERE id = ?",
                        run.id().value()))
                .hasMessageContaining("check constraint");
    }

    @Test
    void everyFrameOfASucceededRunHasAnOutcome() {
        InferenceRun run = storedRun();
        inTransaction(() -> stores.runs().save(run.start(NOW).succeed(NOW, allLabelled(run))));

        assertThatThrownBy(() -> sql.update(
                        "UPDATE inference_run SET labelled = labelled - 1 WHERE id = ?",
                        run.id().value()))
                .hasMessageContaining("every_frame_of_a_succeeded_run_has_an_outcome");
    }

    @Test
    void aRunIsNeverDeleted() {
        InferenceRun run = storedRun();

        assertThatThrownBy(() -> sql.update(
                        "DELETE FROM inference_run WHERE id = ?", run.id().value()))
                .hasMessageContaining("runs are kept");
    }

    @Test
    void predictionsNeverChange() {
        InferenceRun run = storedRun();
        ShardResult result = new ShardResult(
                new Shard(0, new FrameRange(0, 0)),
                FrameRanges.NONE,
                FrameRanges.NONE,
                List.of(),
                FrameRanges.of(0, 0),
                new float[] {1, 0, 0});
        inTransaction(() -> stores.shardResults().add(run.id(), result, new OutcomeCounts(1, 0, 0, 0, 0, 0)));

        assertThatThrownBy(() -> sql.update(
                        "UPDATE shard_result SET probabilities = '' WHERE run_id = ?",
                        run.id().value()))
                .hasMessageContaining("predictions never change");
    }

    @Test
    void revisionsIterationsAndDataUnitsNeverChange() {
        InferenceRun run = storedRun();

        assertThatThrownBy(() -> sql.update(
                        "UPDATE ontology_revision SET document = '{\"format\": 1}' WHERE project_id = ?",
                        run.request().projectId().value()))
                .hasMessageContaining("a revision never changes");
        assertThatThrownBy(() -> sql.update(
                        "UPDATE iteration SET bytes = 0 WHERE id = ?",
                        run.request().iterationId().value()))
                .hasMessageContaining("an iteration never changes");
        assertThatThrownBy(() -> sql.update(
                        "UPDATE data_unit SET frame_count = 1 WHERE id = ?",
                        run.request().dataUnitId().value()))
                .hasMessageContaining("a data unit never changes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frames = '[9,10)'",
                "confidences = NULL",
                "confidences = '{0.5}'",
                "confidences = array_fill(1.5::real, '{10}')",
                "confidences = array_fill('NaN'::real, '{10}')",
                "person = 'anna'",
                "run_id = NULL",
                "frames = '[0,)'",
                "frames = 'empty'",
                "answer = '{}'",
                "reviewer = 'ben'",
                "reviewed_at = now()",
                "run_id = NULL, confidences = NULL, person = 'anna', reviewer = 'ben', reviewed_at = now()"
            })
    void aLabelIsWholeAndSureOfItself(String change) {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        labelled(run);

        assertThatThrownBy(() -> sql.update("UPDATE label SET " + change + " WHERE data_unit_id = ?", video.value()))
                .hasMessageContaining("check constraint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "confidences = NULL",
                "confidences = array_fill('NaN'::real, '{10}')",
                "person = 'anna'",
                "origin = NULL",
                "origin = '{}'",
                "frames = '[0,11)'"
            })
    void anImportedLabelIsWholeAndSureOfItself(String change) {
        DataUnitId video = storedVideo(storedProject()).id();
        inTransaction(() -> stores.labels()
                .apply(
                        video,
                        new LabelChange(List.of(), List.of(imported(CAR, 0, 9, CAR_YES)), Map.of()),
                        ChangeCause.by(ANNA, ChangeCause.Kind.IMPORTED, NOW)));

        assertThatThrownBy(() -> sql.update("UPDATE label SET " + change + " WHERE data_unit_id = ?", video.value()))
                .hasMessageContaining("check constraint");
    }

    @Test
    void labelsOfAnAttributeDoNotOverlap() {
        InferenceRun run = storedRun();
        DataUnitId video = run.request().dataUnitId();
        labelled(run);

        assertThatThrownBy(() -> sql.update("""
                        INSERT INTO label (data_unit_id, attribute, frames, answer, person)
                        VALUES (?, ?, '[9,12)', '{"type": "radio"}', 'anna')""", video.value(), CAR.value()))
                .hasMessageContaining("labels_of_an_attribute_do_not_overlap");
    }

    /** Counts pages, not milliseconds: those depend on who else uses the machine. */
    @Test
    void theLabelsOfAWindowAreFoundByAnIndex() throws Exception {
        DataUnitId video = storedVideo(storedProject()).id();
        sql.update("""
                INSERT INTO label (data_unit_id, attribute, frames, answer, person)
                SELECT ?, 'Car_here', int4range(frame, frame + 1), '{"type": "radio", "option": "Car__yes"}', 'anna'
                FROM generate_series(0, 19999) frame""", video.value());

        String plan = sql.text("""
                EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
                SELECT * FROM label WHERE data_unit_id = ? AND frames && '[10000,11000)'
                ORDER BY attribute, frames""", video.value());

        assertThat(plan).contains("labels_of_an_attribute_do_not_overlap");
        String hits = plan.replaceAll("(?s).*?\"Shared Hit Blocks\": (\\d+).*", "$1");
        assertThat(Integer.parseInt(hits)).isLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE label_change SET actor = 'nobody' WHERE data_unit_id = ?",
                "DELETE FROM label_change WHERE data_unit_id = ?",
                "UPDATE label_history SET added = false WHERE data_unit_id = ?",
                "DELETE FROM label_history WHERE data_unit_id = ?"
            })
    void theHistoryOfLabelsOnlyGrows(String statement) {
        InferenceRun run = storedRun();
        labelled(run);

        assertThatThrownBy(
                        () -> sql.update(statement, run.request().dataUnitId().value()))
                .hasMessageContaining("the history of labels only grows");
    }

    @Test
    void aChangeOfLabelsIsUndoneOnce() throws Exception {
        InferenceRun run = storedRun();
        labelled(run);
        String undo = """
                INSERT INTO label_change (data_unit_id, number, kind, actor, at, undone)
                SELECT data_unit_id, max(number) + 1, 'undone', 'anna', now(), 1
                FROM label_change WHERE data_unit_id = ? GROUP BY data_unit_id""";
        sql.update(undo, run.request().dataUnitId().value());

        assertThatThrownBy(() -> sql.update(undo, run.request().dataUnitId().value()))
                .hasMessageContaining("a_change_is_undone_once");
    }

    @Test
    void theHistoryOfAFrameIsFoundByAnIndex() throws Exception {
        InferenceRun run = storedRun();
        labelled(run);
        UUID video = run.request().dataUnitId().value();
        sql.update("""
                INSERT INTO label_history (data_unit_id, number, added, attribute, frames, answer, person)
                SELECT ?, 1, true, 'Car_here', int4range(frame, frame + 1), '{"type": "text", "text": ""}', 'anna'
                FROM generate_series(100, 20099) frame""", video);

        String plan = sql.text("""
                EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
                SELECT * FROM label_history JOIN label_change USING (data_unit_id, number)
                WHERE data_unit_id = ? AND frames @> 10000 AND (number, attribute) < (2147483647, '')
                ORDER BY number DESC, attribute DESC, added LIMIT 102""", video);

        assertThat(plan).contains("label_history_of_frames");
        String hits = plan.replaceAll("(?s).*?\"Shared Hit Blocks\": (\\d+).*", "$1");
        assertThat(Integer.parseInt(hits)).isLessThan(100);
    }

    /** A label of the run on the first frames. */
    private void labelled(InferenceRun run) {
        ChangeCause cause = ChangeCause.ofRun(run.id().value(), ChangeCause.Kind.INFERRED, ANNA, NOW);
        LabelChange change = new LabelChange(List.of(), List.of(byRun(run.id(), CAR, 0, 9, CAR_YES)), Map.of());
        inTransaction(() -> stores.labels().apply(run.request().dataUnitId(), change, cause));
    }

    private static AuditTrail.Event created(String project) {
        return new AuditTrail.Event(NOW, ANNA, "project.created", new Subject("project", project, project), Map.of());
    }
}
