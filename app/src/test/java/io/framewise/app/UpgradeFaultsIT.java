package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of two releases on one database, as while a program is replaced by its next release machine by machine. */
@Tag("faults")
class UpgradeFaultsIT {
    private static final int FRAMES = 3_000;

    @TempDir
    Path folder;

    /**
     * Promise: when a node of a later release has changed the database so that results of this release cannot be stored,
     * workers of this release give back what they have and take nothing more; whoever knows the database finishes the
     * run, and no frame is lost or has failed.
     */
    @Test
    void workers_of_an_earlier_release_leave_a_run_to_those_who_know_the_database() throws Exception {
        try (var nodes = Installation.in(folder, Map.of())) {
            var car = nodes.carModel();
            var dataUnit = nodes.upload(Pictures.sequence(folder, FRAMES, number -> false));
            nodes.worker();
            nodes.worker();
            var run = nodes.request(car, dataUnit, FRAMES);
            nodes.awaitWork(run);

            nodes.migrate(laterRelease());
            Installation.await(Installation.RESUMED, "the workers give back what they have", () -> taken(nodes) == 0);
            Installation.await(
                    Installation.RESUMED,
                    "no worker says that it works",
                    () -> nodes.api().get("/api/devices").body().at("/workers").isEmpty());
            var before = nodes.run(run);
            assertThat(before.get("state").asText()).isEqualTo("running");
            assertThat(nodes.number("SELECT count(*) FROM inference_shard WHERE state = 'failed'"))
                    .isZero();

            // For these workers the database is of their release again: they stand for those of the later one.
            nodes.execute("ALTER TABLE shard_result DROP COLUMN of_a_later_release");
            nodes.execute("DELETE FROM flyway_schema_history WHERE version = '999'");
            nodes.awaitProgress(run);

            var ended = nodes.awaitEnd(run);
            assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("succeeded");
            assertThat(ended.at("/outcome/counts/failed").asInt()).isZero();
            nodes.check(run, dataUnit);
        }
    }

    private static long taken(Installation nodes) {
        try {
            return nodes.number("SELECT count(*) FROM inference_shard WHERE state = 'taken'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A migration after which an insert of this release fails. */
    private Path laterRelease() throws Exception {
        var migrations = Files.createDirectory(folder.resolve("migrations"));
        Files.writeString(migrations.resolve("V999__a_later_release.sql"), """
                ALTER TABLE shard_result ADD COLUMN of_a_later_release int NOT NULL DEFAULT 0;
                ALTER TABLE shard_result ALTER COLUMN of_a_later_release DROP DEFAULT;
                """);
        return migrations;
    }
}
