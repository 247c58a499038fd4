package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.framewise.app.database.EmbeddedDatabase;
import io.framewise.app.demo.DemoApi;
import io.framewise.app.demo.Street;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that does not work itself and workers beside it, as on several machines: whatever becomes of the workers, every
 * frame has exactly one outcome, and the rest goes on within ten seconds.
 */
@Tag("faults")
class WorkerFaultsIT {
    private static final Path DEMO = Path.of("../demo").toAbsolutePath().normalize();
    private static final String CAR = "Is there a car in the frame?";
    private static final int FRAMES = 750;
    private static final Duration RESUMED = Duration.ofSeconds(10);
    private static final Duration DONE = Duration.ofMinutes(3);

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private EmbeddedDatabase database;
    private PackagedProgram server;
    private final List<PackagedProgram> workers = new ArrayList<>();
    private DemoApi api;
    private Street street;
    private String car;

    @BeforeEach
    void start() throws Exception {
        database = EmbeddedDatabase.start(elsewhere);
        server = PackagedProgram.runIn(data, settings(Map.of("FRAMEWISE_WORKER_ENABLED", "false")));
        api = new DemoApi(server.url("").toString());
        street = new Street(api, DEMO);
        street.importModel("car");
        var mapping = Map.of("car", street.option(CAR, "yes"), "no_car", street.option(CAR, "no"));
        car = Street.expect(201, street.attach("car", mapping)).get("id").asText();
    }

    @AfterEach
    void stop() {
        workers.forEach(PackagedProgram::kill);
        server.kill();
        database.close();
    }

    @Test
    void a_server_without_workers_keeps_runs_until_one_comes_and_tells_who_works() throws Exception {
        var run = request();
        assertThat(api.get("/api/devices").body().get("workers")).isEmpty();

        worker();

        awaitEnd(List.of(run));
        assertThat(api.get("/api/devices")
                        .body()
                        .at("/workers/0/devices/0/value")
                        .asText())
                .isEqualTo("cpu");
    }

    @Test
    void runs_are_shared_by_workers_and_survive_that_they_are_killed_again_and_again() throws Exception {
        var random = new Random(1);
        worker();
        worker();
        var runs = requests(24);

        for (int kill = 0; kill < 5; kill++) {
            awaitProgress(runs);
            workers.remove(random.nextInt(workers.size())).kill();
            worker();
        }

        awaitEnd(runs);
    }

    @Test
    void a_worker_that_was_stopped_beyond_its_lease_writes_nothing_when_it_wakes_up() throws Exception {
        var sleeper = worker();
        var runs = requests(8);
        awaitProgress(runs);
        sleeper.signal("STOP");
        worker();
        awaitProgress(runs);

        sleeper.signal("CONT");

        awaitEnd(runs);
    }

    @Test
    void a_cancelled_run_is_over_at_once_and_stays_so_while_its_workers_are_killed() throws Exception {
        var killed = worker();
        var runs = requests(4);
        awaitProgress(runs);
        var asked = Instant.now();

        for (var run : runs) {
            api.send("POST", "/api/inference-runs/" + run + "/cancel", JsonNodeFactory.instance.objectNode());
            assertThat(state(run)).isIn("cancelled", "succeeded");
        }

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2L * runs.size()));
        killed.kill();
        worker();
        var later = request();
        awaitEnd(List.of(later));
        assertThat(runs).allMatch(run -> List.of("cancelled", "succeeded").contains(state(run)));
    }

    private PackagedProgram worker() throws Exception {
        var worker = PackagedProgram.workIn(data, settings(Map.of()));
        workers.add(worker);
        return worker;
    }

    private Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("FRAMEWISE_DATABASE_URL", database.url());
        settings.put("FRAMEWISE_DATABASE_USER", database.user());
        settings.put("FRAMEWISE_DATABASE_PASSWORD", database.password());
        return settings;
    }

    private String request() {
        var dataUnit = street.uploadClip().get("id").asText();
        return Street.expect(202, street.run(car, dataUnit, 0, FRAMES - 1, "auto"))
                .get("id")
                .asText();
    }

    private List<String> requests(int count) {
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < count; run++) {
            runs.add(request());
        }
        return runs;
    }

    private JsonNode run(String id) {
        return Street.expect(200, api.get("/api/inference-runs/" + id));
    }

    private String state(String id) {
        return run(id).get("state").asText();
    }

    private int done(List<String> runs) {
        return runs.stream()
                .mapToInt(run -> run(run).at("/progress/done").asInt())
                .sum();
    }

    /** Some frames more, soon, unless all is done. */
    private void awaitProgress(List<String> runs) throws InterruptedException {
        var before = done(runs);
        var deadline = Instant.now().plus(RESUMED);
        while (before < runs.size() * FRAMES && done(runs) <= before) {
            assertThat(Instant.now()).as("it goes on within ten seconds").isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private void awaitEnd(List<String> runs) throws InterruptedException {
        var deadline = Instant.now().plus(DONE);
        for (var id : runs) {
            while (List.of("queued", "running").contains(state(id))) {
                assertThat(Instant.now()).isBefore(deadline);
                Thread.sleep(50);
            }
            var run = run(id);
            assertThat(run.get("state").asText()).as(run.toString()).isEqualTo("succeeded");
            assertThat(run.at("/outcome/counts/labelled").asInt())
                    .as(run.toString())
                    .isEqualTo(FRAMES);
            assertThat(run.at("/progress/done").asInt()).isEqualTo(FRAMES);
            var dataUnit = run.at("/request/dataUnitId").asText();
            assertThat(street.labelled(dataUnit, CAR, FRAMES)).doesNotContainNull();
        }
    }
}
