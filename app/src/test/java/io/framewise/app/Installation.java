package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.framewise.app.database.EmbeddedDatabase;
import io.framewise.app.demo.DemoApi;
import io.framewise.app.demo.Street;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * A server that does not work itself and workers beside it, on a PostgreSQL and a data folder that they share, as on
 * several machines; and what must hold of every run whatever became of them.
 */
final class Installation implements AutoCloseable {
    static final String CAR = "Is there a car in the frame?";

    /** Work goes on within this time after a fault. */
    static final Duration RESUMED = Duration.ofSeconds(10);

    /** Of a shard, at most: few, so that a run has many and its progress shows soon. */
    static final int SHARD_FRAMES = 128;

    /** The first frames of a process that has just started: it loads its libraries and the network first. */
    static final Duration STARTED = Duration.ofSeconds(60);

    private static final Path DEMO = Path.of("../demo").toAbsolutePath().normalize();
    private static final Duration DONE = Duration.ofMinutes(4);
    private static final List<String> UNFINISHED = List.of("queued", "running", "paused");
    private static final List<String> OUTCOMES =
            List.of("labelled", "belowThreshold", "unmapped", "kept", "gatedOut", "failed");

    private final Path data;
    private final EmbeddedDatabase database;
    private final Map<String, String> settings = new HashMap<>();
    private final List<PackagedProgram> workers = new ArrayList<>();
    private final PackagedProgram server;
    private final DemoApi api;
    private final Street street;

    private Installation(Path data, EmbeddedDatabase database, Map<String, String> more) throws IOException {
        this.data = data;
        this.database = database;
        settings.put("FRAMEWISE_QUEUE_SHARD_FRAMES", Integer.toString(SHARD_FRAMES));
        settings.putAll(more);
        settings.put("FRAMEWISE_DATABASE_URL", database.url());
        settings.put("FRAMEWISE_DATABASE_USER", database.user());
        settings.put("FRAMEWISE_DATABASE_PASSWORD", database.password());
        var ofServer = new HashMap<>(settings);
        ofServer.put("FRAMEWISE_WORKER_ENABLED", "false");
        server = PackagedProgram.runIn(data, ofServer);
        api = new DemoApi(server.url("").toString());
        street = new Street(api, DEMO);
    }

    /**
     * @param folder for everything
     * @param settings of all nodes, by the names of their environment variables
     */
    static Installation in(Path folder, Map<String, String> settings) throws IOException {
        var database = EmbeddedDatabase.start(folder.resolve("database"));
        try {
            return new Installation(folder.resolve("data"), database, settings);
        } catch (IOException | RuntimeException | AssertionError e) {
            database.close();
            throw e;
        }
    }

    @Override
    public void close() {
        workers.forEach(PackagedProgram::kill);
        server.kill();
        database.close();
    }

    DemoApi api() {
        return api;
    }

    Street street() {
        return street;
    }

    /** Where nodes keep their files. */
    Path data() {
        return data;
    }

    List<PackagedProgram> workers() {
        return workers;
    }

    PackagedProgram worker() throws IOException {
        var worker = PackagedProgram.workIn(data, settings);
        workers.add(worker);
        return worker;
    }

    /** A worker with a folder of its own, as on another machine: media have to be in a bucket. */
    PackagedProgram workerIn(Path own) throws IOException {
        var worker = PackagedProgram.workIn(own, settings);
        workers.add(worker);
        return worker;
    }

    /** A worker whose clock goes ahead of all others. */
    PackagedProgram worker(Duration ahead) throws IOException {
        var shifted = new HashMap<>(settings);
        shifted.putAll(PackagedProgram.ahead(ahead));
        var worker = PackagedProgram.workIn(data, shifted);
        workers.add(worker);
        return worker;
    }

    void kill(PackagedProgram worker) {
        workers.remove(worker);
        worker.kill();
    }

    /** Does to the database what a node of a later release does when it starts. */
    void migrate(Path moreMigrations) {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration", "filesystem:" + moreMigrations)
                .load()
                .migrate();
    }

    void execute(String sql) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As the nodes connect to it. */
    Connection connection() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    /** The demo's network for cars, attached. */
    String carModel() {
        street.importModel("car");
        var mapping = Map.of("car", street.option(CAR, "yes"), "no_car", street.option(CAR, "no"));
        return Street.expect(201, street.attach("car", mapping)).get("id").asText();
    }

    /** Any network of three features, of which the first two are attached as car and no car. */
    String attached(Path weights) throws IOException {
        var manifest = Files.createTempFile("manifest", ".json");
        Files.writeString(manifest, """
                {"title": "Any", "architecture": "other", "features": ["car", "no_car", "neither"],
                 "inputSize": {"width": 16, "height": 16}, "resizeMethod": "squish", "normalisation": null}
                """);
        var parts = new LinkedHashMap<String, Path>();
        parts.put("manifest", manifest);
        parts.put("weights", weights);
        var model = Street.expect(201, api.upload("/api/models", parts));
        var body = JsonNodeFactory.instance.objectNode();
        body.set("modelId", model.get("id"));
        body.putObject("featuresMapping").put("car", street.option(CAR, "yes")).put("no_car", street.option(CAR, "no"));
        return Street.expect(201, api.send("POST", "/api/projects/" + street.project() + "/attached-models", body))
                .get("id")
                .asText();
    }

    String upload(Path file) {
        return Street.expect(201, api.upload("/api/projects/" + street.project() + "/data-units", Map.of("file", file)))
                .get("id")
                .asText();
    }

    /** Requests a run over the first frames of a data unit. */
    String request(String model, String dataUnit, int frames) {
        return Street.expect(202, street.run(model, dataUnit, 0, frames - 1, "auto"))
                .get("id")
                .asText();
    }

    JsonNode run(String id) {
        return Street.expect(200, api.get("/api/inference-runs/" + id));
    }

    String state(String id) {
        return run(id).get("state").asText();
    }

    void post(String path) {
        api.send("POST", path, JsonNodeFactory.instance.objectNode());
    }

    int done(List<String> runs) {
        return runs.stream()
                .mapToInt(run -> run(run).at("/progress/done").asInt())
                .sum();
    }

    /** The first frames: workers may still be starting, and try the network out. */
    void awaitWork(String... runs) {
        await(STARTED, "work begins", () -> done(List.of(runs)) > 0);
    }

    /** Several workers serve shards at the same time. */
    void awaitSharing(String... runs) {
        var ids = "'" + String.join("', '", runs) + "'";
        await(STARTED, "two are at work", () -> {
            try {
                return number("SELECT count(DISTINCT slot) FROM inference_shard WHERE state = 'taken' AND run_id IN ("
                                + ids + ")")
                        > 1;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Some frames more within {@link #RESUMED}, unless all have ended. */
    void awaitProgress(String... runs) {
        var all = List.of(runs);
        var before = done(all);
        await(RESUMED, "it goes on", () -> done(all) > before || all.stream().noneMatch(this::isUnfinished));
    }

    /** Waits for the end of a run. */
    JsonNode awaitEnd(String run) {
        await(DONE, "run " + run + " ends", () -> !isUnfinished(run));
        return run(run);
    }

    /**
     * What holds of every finished run: each frame has exactly one outcome, the counts add up and are those of the shards,
     * the labels are as many as the counts say, no shard is half written, and its queue is empty.
     */
    void check(String id, String dataUnit) throws SQLException {
        var run = run(id);
        var first = run.at("/request/frameRange/first").asInt();
        var last = run.at("/request/frameRange/last").asInt();
        var counts = run.at("/outcome/counts");
        var sum = OUTCOMES.stream()
                .mapToInt(outcome -> counts.get(outcome).asInt())
                .sum();
        if (run.get("state").asText().equals("succeeded")) {
            assertThat(sum).as("each frame has one outcome: " + run).isEqualTo(last - first + 1);
            assertThat(run.at("/progress/done").asInt()).isEqualTo(last - first + 1);
        }
        assertThat(number("SELECT coalesce(sum(upper(frames) - lower(frames)), 0) FROM shard_result WHERE run_id = '"
                        + id + "'"))
                .as("counts are those of what is written: " + run)
                .isEqualTo(sum);
        assertThat(number("SELECT count(*) FROM shard_result a JOIN shard_result b ON a.run_id = b.run_id"
                        + " AND a.shard < b.shard AND a.frames && b.frames WHERE a.run_id = '" + id + "'"))
                .as("no frame is in two shards")
                .isZero();
        assertThat(number("SELECT count(*) FROM inference_shard s FULL JOIN shard_result r USING (run_id, shard)"
                        + " WHERE run_id = '" + id
                        + "' AND (s.state IN ('done', 'failed')) IS DISTINCT FROM (r.shard IS NOT NULL)"))
                .as("what is written is done, and what is done is written")
                .isZero();
        assertThat(number("SELECT coalesce(sum(upper(frames) - lower(frames)), 0) FROM label WHERE data_unit_id = '"
                        + dataUnit + "' AND run_id = '" + id + "'"))
                .as("labels are as the counts say")
                .isEqualTo(counts.get("labelled").asInt());
        awaitEmptyQueue(id);
    }

    private void awaitEmptyQueue(String run) {
        await(RESUMED, "the queue has nothing of an ended run any more", () -> {
            try {
                return number("SELECT count(*) FROM inference_queue_cpu WHERE task_instance LIKE '" + run + "/%'") == 0;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The number that a query gives. */
    long number(String query) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** What can be asked again and again. */
    @FunctionalInterface
    interface Condition {
        boolean holds();
    }

    static void await(Duration most, String what, Condition condition) {
        var deadline = Instant.now().plus(most);
        while (!condition.holds()) {
            assertThat(Instant.now())
                    .as(what + " within " + most.toSeconds() + " s")
                    .isBefore(deadline);
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean isUnfinished(String run) {
        return UNFINISHED.contains(state(run));
    }
}
