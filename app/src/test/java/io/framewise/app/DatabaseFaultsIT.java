package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.app.demo.DemoApi;
import io.framewise.app.demo.Street;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL may be killed at any time: what was acknowledged is there afterwards, and runs go on. */
@Tag("faults")
class DatabaseFaultsIT {
    private static final int FRAMES = 6_000;
    private static final Duration UP_AGAIN = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Promise: the postmaster is killed in the middle of a run; when it is back the run goes on within ten seconds. */
    @Test
    void a_killed_postmaster_loses_nothing_and_the_run_goes_on_when_it_is_back() throws Exception {
        try (var nodes = Installation.in(folder, Map.of())) {
            var car = nodes.carModel();
            var dataUnit = nodes.upload(Pictures.sequence(folder, FRAMES, number -> false));
            nodes.worker();
            var run = nodes.request(car, dataUnit, FRAMES);
            nodes.awaitWork(run);
            var done = nodes.done(List.of(run));
            var postmaster = Postmaster.of(folder.resolve("database"));

            postmaster.kill();
            try (var ignored = postmaster.startAgain()) {
                Installation.await(UP_AGAIN, "the server is ready again", () -> isReady(nodes));
                nodes.awaitProgress(run);
                assertThat(nodes.done(List.of(run))).isGreaterThanOrEqualTo(done);
                var ended = nodes.awaitEnd(run);
                assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("succeeded");
                assertThat(ended.at("/outcome/counts/failed").asInt())
                        .as(ended.toString())
                        .isZero();
                nodes.check(run, dataUnit);
            }
        }
    }

    /** Promise: one program with its own PostgreSQL, killed with everything, goes on when it is started again. */
    @Test
    void the_single_program_with_its_own_database_is_killed_and_goes_on_when_it_is_started_again() throws Exception {
        var data = folder.resolve("single");
        Files.createDirectories(data);
        String run;
        int done;
        try (var program = PackagedProgram.runIn(data)) {
            var api = new DemoApi(program.url("").toString());
            var street = new Street(api, Path.of("../demo").toAbsolutePath().normalize());
            street.importModel("car");
            var mapping = Map.of(
                    "car", street.option(Installation.CAR, "yes"), "no_car", street.option(Installation.CAR, "no"));
            var car =
                    Street.expect(201, street.attach("car", mapping)).get("id").asText();
            var dataUnit = Street.expect(
                            201,
                            api.upload(
                                    "/api/projects/" + street.project() + "/data-units",
                                    Map.of("file", Pictures.sequence(folder, FRAMES, number -> false))))
                    .get("id")
                    .asText();
            run = Street.expect(202, street.run(car, dataUnit, 0, FRAMES - 1, "auto"))
                    .get("id")
                    .asText();
            Installation.await(Duration.ofSeconds(60), "a shard is written", () -> done(api, run) > 600);
            done = done(api, run);
            program.killAll();
        }

        try (var program = PackagedProgram.runIn(data)) {
            var api = new DemoApi(program.url("").toString());
            var before = done(api, run);
            Installation.await(
                    Installation.STARTED, "the run goes on", () -> done(api, run) > before || ended(api, run));
            Installation.await(Duration.ofMinutes(4), "the run ends", () -> ended(api, run));
            var record = api.get("/api/inference-runs/" + run).body();
            assertThat(record.get("state").asText()).as(record.toString()).isEqualTo("succeeded");
            assertThat(record.at("/progress/done").asInt()).isEqualTo(FRAMES);
            assertThat(record.at("/outcome/counts/failed").asInt()).isZero();
            assertThat(done).isLessThan(FRAMES);
        }
    }

    private static int done(DemoApi api, String run) {
        return api.get("/api/inference-runs/" + run).body().at("/progress/done").asInt();
    }

    private static boolean ended(DemoApi api, String run) {
        return api.get("/api/inference-runs/" + run)
                .body()
                .path("state")
                .asText()
                .equals("succeeded");
    }

    private static boolean isReady(Installation nodes) {
        return nodes.api().get("/q/health/ready").status() == 200;
    }
}
