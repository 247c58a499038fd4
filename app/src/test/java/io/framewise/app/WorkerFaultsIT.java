package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the workers, every frame has exactly one outcome, and the rest goes on within ten seconds. */
@Tag("faults")
class WorkerFaultsIT {
    private static final int FRAMES = 400;
    private static final int MANY = 20_000;
    private static final int KILLS = 5;
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @TempDir
    static Path folder;

    private static Installation nodes;
    private static String car;

    @BeforeAll
    static void start() throws Exception {
        nodes = Installation.in(folder, Map.of());
        car = nodes.carModel();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @AfterEach
    void killAll() {
        List.copyOf(nodes.workers()).forEach(nodes::kill);
    }

    /** Promise: runs wait for workers, and people see who works. */
    @Test
    void a_server_without_workers_keeps_runs_until_one_comes_and_tells_who_works() throws Exception {
        var dataUnit = clip();
        var run = nodes.request(car, dataUnit, FRAMES);
        // Those of other tests were killed, so they are known until they have missed their heartbeats.
        Installation.await(
                Installation.RESUMED.multipliedBy(2),
                "nobody works",
                () -> announced().isEmpty());

        nodes.worker();

        succeeded(run, dataUnit, FRAMES);
        Installation.await(
                Installation.RESUMED,
                "the worker is announced",
                () -> announced().at("/0/devices/0/value").asText().equals("cpu"));
    }

    /** Promise: workers may be killed at any time, again and again; a run of 20,000 frames ends with each frame once. */
    @Test
    void a_long_run_survives_that_its_workers_are_killed_again_and_again() throws Exception {
        var dataUnit = nodes.upload(Pictures.sequence(folder, MANY, number -> false));
        var random = new Random(1);
        nodes.worker();
        nodes.worker();
        var run = nodes.request(car, dataUnit, MANY);
        nodes.awaitWork(run);

        for (int kill = 0; kill < KILLS; kill++) {
            nodes.awaitProgress(run);
            nodes.kill(nodes.workers().get(random.nextInt(nodes.workers().size())));
            nodes.worker();
        }

        succeeded(run, dataUnit, MANY);
    }

    /** Promise: a worker that lost its lease while it was stopped writes nothing any more. */
    @Test
    void a_worker_that_was_stopped_beyond_its_lease_writes_nothing_when_it_wakes_up() throws Exception {
        nodes.worker();
        var earlier = clip();
        succeeded(nodes.request(car, earlier, 10), earlier, 10);
        var sleeper = nodes.worker();
        var dataUnits = clips(4);
        var runs = requested(dataUnits);
        nodes.awaitSharing(runs);

        sleeper.signal("STOP");
        nodes.awaitProgress(runs);
        // Its lease ends meanwhile, and its shard is done by the other one.
        succeeded(runs[0], dataUnits.get(0), FRAMES);

        sleeper.signal("CONT");

        for (int i = 0; i < runs.length; i++) {
            succeeded(runs[i], dataUnits.get(i), FRAMES);
        }
    }

    /** Promise: a cancelled run is over within two seconds, and stays so. */
    @Test
    void a_cancelled_run_is_over_at_once_and_stays_so_while_its_workers_are_killed() throws Exception {
        var killed = nodes.worker();
        var dataUnits = clips(4);
        var runs = requested(dataUnits);
        nodes.awaitWork(runs);
        var asked = Instant.now();

        for (var run : runs) {
            nodes.post("/api/inference-runs/" + run + "/cancel");
            assertThat(nodes.state(run)).isIn("cancelled", "succeeded");
        }

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2L * runs.length));
        nodes.kill(killed);
        nodes.worker();
        var later = clip();
        succeeded(nodes.request(car, later, FRAMES), later, FRAMES);
        for (int i = 0; i < runs.length; i++) {
            assertThat(nodes.state(runs[i])).isIn("cancelled", "succeeded");
            nodes.check(runs[i], dataUnits.get(i));
        }
    }

    /** Promise: whether a run was cancelled or done first, its record is that of what is written. */
    @Test
    void cancelling_races_with_the_end_of_a_run_and_either_wins_wholly() throws Exception {
        nodes.worker();
        var random = new Random(2);
        for (int round = 0; round < 12; round++) {
            var dataUnit = clip();
            var run = nodes.request(car, dataUnit, 64);
            Thread.sleep(random.nextInt(400));

            nodes.post("/api/inference-runs/" + run + "/cancel");

            var ended = nodes.awaitEnd(run);
            assertThat(ended.get("state").asText()).as(ended.toString()).isIn("cancelled", "succeeded");
            nodes.check(run, dataUnit);
        }
    }

    /** Promise: a worker that dies between writing a result and telling the queue has written it once. */
    @Test
    void a_worker_that_dies_between_its_result_and_its_completion_has_written_it_once() throws Exception {
        var dataUnit = clip();
        var run = nodes.request(car, dataUnit, FRAMES);
        try (var holding = nodes.connection()) {
            holding.setAutoCommit(false);
            var killed = nodes.worker();
            nodes.awaitWork(run);
            // Whoever completes or prolongs a slot waits now; results go on being written.
            try (var statement = holding.createStatement()) {
                statement.execute("SELECT FROM inference_queue_cpu FOR UPDATE");
            }
            var written = "SELECT count(*) FROM shard_result WHERE run_id = '" + run + "'";
            var planned = nodes.number("SELECT count(*) FROM inference_shard WHERE run_id = '" + run + "'");
            Installation.await(Installation.RESUMED, "results are written", () -> {
                try {
                    return nodes.number(written) >= Math.min(2, planned);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });

            nodes.kill(killed);
            holding.rollback();
        }
        nodes.worker();

        succeeded(run, dataUnit, FRAMES);
    }

    /** Promise: clocks of machines need not agree; leases follow the heartbeats. */
    @Test
    void two_workers_whose_clocks_differ_by_two_hours_share_a_run() throws Exception {
        assumeTrue(
                PackagedProgram.canShiftClocks(),
                "libfaketime is not installed, so no worker can be given another clock: this is not tested here");
        nodes.worker();
        nodes.worker(TWO_HOURS);
        var dataUnits = clips(4);

        var runs = requested(dataUnits);

        for (int i = 0; i < runs.length; i++) {
            succeeded(runs[i], dataUnits.get(i), FRAMES);
        }
    }

    private static JsonNode announced() {
        return nodes.api().get("/api/devices").body().get("workers");
    }

    private String clip() {
        return nodes.street().uploadClip().get("id").asText();
    }

    private List<String> clips(int count) {
        List<String> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(clip());
        }
        return clips;
    }

    private String[] requested(List<String> dataUnits) {
        return dataUnits.stream()
                .map(dataUnit -> nodes.request(car, dataUnit, FRAMES))
                .toArray(String[]::new);
    }

    private void succeeded(String run, String dataUnit, int frames) throws Exception {
        var ended = nodes.awaitEnd(run);
        assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.at("/outcome/counts/failed").asInt())
                .as(ended.toString())
                .isZero();
        nodes.check(run, dataUnit);
        if (frames == FRAMES) {
            assertThat(ended.at("/outcome/counts/labelled").asInt()).isEqualTo(FRAMES);
            assertThat(nodes.street().labelled(dataUnit, Installation.CAR, frames))
                    .doesNotContainNull();
        }
    }
}
