import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.app.demo.DemoApi;
import io.framewise.benchmarks.Bench;
import io.framewise.benchmarks.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Times the auditor's questions among many runs, as a client on the same machine sees them: pages of the run list by each
 * filter, and a page of one run's predictions. The runs are copies of a few real ones, made in the database: 8 projects, 200
 * requesters, three years, 2 % failed, 0.1 % cancelled.
 */
final class AuditQueries {

    private static final int PROJECTS = 8;
    private static final int FEATURES = 8;
    private static final int SHARD = 512;
    private static final int SHARDS = 2;
    private static final int PEOPLE = 200;
    private static final int WARM_UP = 20;
    private static final int REQUESTS = 300;
    private static final String SPAN = "interval '1095 days'";

    private final DemoApi api = new DemoApi(System.getenv("FRAMEWISE_URL"));
    private final ObjectMapper json = new ObjectMapper();
    private final Random random = new Random(5);
    private final ArrayNode rows = json.createArrayNode();

    /** Arguments: runs, runs with predictions, demo's folder, folder of the results. */
    public static void main(String[] arguments) throws Exception {
        new AuditQueries().measure(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    }

    private void measure(int runs, int withPredictions, Path demo, Path results) throws Exception {
        Map<String, Double> packed = new LinkedHashMap<>();
        for (Simulated network : Simulated.values()) {
            packed.put(network.name().toLowerCase(Locale.ROOT), network.bytesPerFrame(SHARD, FEATURES));
        }
        List<JsonNode> templates = new ArrayList<>();
        for (int i = 0; i < PROJECTS; i++) {
            Bench bench = new Bench();
            Bench.Attached model =
                    bench.attach("resnet18", demo.resolve("car.safetensors"), "squish", 128, List.of("car", "no_car"));
            String unit = bench.upload(demo.resolve("street.mp4"));
            templates.add(bench.run(model.whole(), unit, 7).record().get("request"));
        }
        List<String> predicted;
        double bytes;
        try (Connection database = database()) {
            grow(database, runs);
            predicted = predict(database, withPredictions);
            bytes = size(database, "shard_result") / (double) (withPredictions * (long) SHARDS * SHARD);
        }
        time("all", () -> list(""));
        time("of a project", () -> list("&project=" + any(templates).get("projectId").asText()));
        time("of a data unit", () -> list("&dataUnit=" + any(templates).get("dataUnitId").asText()));
        time("of a model", () -> list("&model=" + any(templates).get("modelId").asText()));
        time("of an attached model", () -> list("&attachedModel=" + any(templates).get("attachedModelId").asText()));
        time("of a person", () -> list("&requester=" + person()));
        time("succeeded", () -> list("&state=succeeded"));
        time("failed, 2 %", () -> list("&state=failed"));
        time("cancelled, 0.1 %", () -> list("&state=cancelled"));
        time("running, none", () -> list("&state=running"));
        time("of one day", () -> list("&from=" + day() + "&to=" + day().replace("T00", "T23")));
        time("cancelled, of a project", () -> list("&state=cancelled&project=" + any(templates).get("projectId").asText()));
        time("cancelled, of a person", () -> list("&state=cancelled&requester=" + person()));
        time("100 predictions of a run", () -> {
            int first = random.nextInt(SHARDS * SHARD - 100);
            return "/api/inference-runs/" + predicted.get(random.nextInt(predicted.size())) + "/predictions?first=" + first
                    + "&last=" + (first + 99);
        });
        List<String> lines = new ArrayList<>(List.of(
                Machine.line() + "; " + runs + " runs, " + withPredictions + " of them with the predictions of "
                        + SHARDS * SHARD + " frames and " + FEATURES + " features each.",
                "",
                "| question, 50 runs a page | median, ms | 99th percentile, ms | largest, ms |",
                "|---|---|---|---|"));
        rows.forEach(row -> lines.add(String.format(
                Locale.ROOT, "| %s | %.1f | %.1f | %.1f |", row.get("question").asText(), row.get("median").asDouble(),
                row.get("p99").asDouble(), row.get("largest").asDouble())));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "A predicted frame takes %.2f bytes, with everything that PostgreSQL keeps for it; %,d of them are there. Of"
                        + " these bytes %.2f are the probabilities of the network, which is %s.",
                bytes, withPredictions * (long) SHARDS * SHARD, packed.get("sure"), Simulated.SURE.says()));
        for (Simulated network : Simulated.values()) {
            lines.add(String.format(
                    Locale.ROOT, "- %s, %s: %.2f bytes a frame for the probabilities.", network.name().toLowerCase(Locale.ROOT),
                    network.says(), packed.get(network.name().toLowerCase(Locale.ROOT))));
        }
        lines.forEach(System.out::println);
        ObjectNode all = json.createObjectNode().put("machine", Machine.line()).put("runs", runs);
        all.put("runsWithPredictions", withPredictions).put("bytesPerFrame", bytes).set("rows", rows);
        json.writerWithDefaultPrettyPrinter().writeValue(results.resolve("results.json").toFile(), all);
        Files.write(results.resolve("results.md"), lines);
    }

    /** The built-in database of the server beside which this runs. */
    private static Connection database() throws Exception {
        Path home = Path.of(System.getenv("FRAMEWISE_DATA"), "postgres");
        String port = Files.readAllLines(home.resolve("cluster/postmaster.pid")).get(3);
        String password = Files.readAllLines(home.resolve("passwords")).get(1);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/framewise", "framewise", password);
    }

    private static void grow(Connection database, int runs) throws SQLException {
        String features = "[\"car\", \"no_car\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\"]";
        try (Statement sql = database.createStatement()) {
            sql.execute("CREATE TEMP TABLE grown AS SELECT t.*, 0.0::float8 AS dice FROM inference_run t,"
                    + " generate_series(1, " + (runs + PROJECTS - 1) / PROJECTS + ")");
            sql.execute("UPDATE grown SET id = gen_random_uuid(), dice = random(), requested_at = now() - random() * " + SPAN
                    + ", requester = 'person-' || floor(random() * " + PEOPLE + "), first_frame = 0, last_frame = "
                    + (SHARDS * SHARD - 1) + ", labelled = " + SHARDS * SHARD + ", below_threshold = 0, unmapped = 0, kept = 0,"
                    + " gated_out = 0, failed = 0, mapping = jsonb_set(mapping, '{modelFeatures}', '" + features + "')");
            sql.execute("UPDATE grown SET started_at = requested_at, finished_at = requested_at + interval '9 s',"
                    + " state = CASE WHEN dice < 0.02 THEN 'failed' WHEN dice < 0.021 THEN 'cancelled' ELSE 'succeeded' END,"
                    + " reason = CASE WHEN dice < 0.02 THEN 'The network is gone.' END");
            sql.execute("ALTER TABLE grown DROP COLUMN dice");
            sql.execute("INSERT INTO inference_run SELECT * FROM grown");
            sql.execute("DROP TABLE grown");
            sql.execute("ANALYZE inference_run");
        }
    }

    /** @return runs that have predictions now */
    private static List<String> predict(Connection database, int runs) throws SQLException {
        byte[][] shards = Simulated.SURE.shards(64, SHARD, FEATURES);
        List<String> predicted = new ArrayList<>();
        try (PreparedStatement insert = database.prepareStatement("""
                        WITH chosen AS (SELECT id FROM inference_run WHERE last_frame > 100 LIMIT ?)
                        INSERT INTO shard_result (run_id, shard, frames, kept_frames, gated_out_frames, classified, failures,
                            probabilities, labelled, below_threshold, unmapped, kept, gated_out, failed, reused, packing)
                        SELECT id, n, int4range(n * 512, n * 512 + 512), '{}', '{}',
                            int4multirange(int4range(n * 512, n * 512 + 512)), '{"format": 1, "failures": []}',
                            (?::bytea[])[1 + (uuid_hash(id) + n) % 64], 512, 0, 0, 0, 0, 0, 0, 1
                        FROM chosen, generate_series(0, ?) AS n""".replace("uuid_hash(id)", "abs(hashtext(id::text) % 1000)"));
                Statement sql = database.createStatement()) {
            insert.setInt(1, runs);
            insert.setArray(2, database.createArrayOf("bytea", shards));
            insert.setInt(3, SHARDS - 1);
            insert.executeUpdate();
            sql.execute("ANALYZE shard_result");
            try (ResultSet ids = sql.executeQuery("SELECT run_id FROM shard_result WHERE shard = 0 AND labelled = 512 LIMIT 20000")) {
                while (ids.next()) {
                    predicted.add(ids.getString(1));
                }
            }
        }
        return predicted;
    }

    private static double size(Connection database, String table) throws SQLException {
        try (Statement sql = database.createStatement();
                ResultSet size = sql.executeQuery("SELECT pg_total_relation_size('" + table + "')")) {
            size.next();
            return size.getDouble(1);
        }
    }

    private static String list(String filter) {
        return "/api/inference-runs?limit=50" + filter;
    }

    private JsonNode any(List<JsonNode> templates) {
        return templates.get(random.nextInt(templates.size()));
    }

    private String person() {
        return "person-" + random.nextInt(PEOPLE);
    }

    private static String day() {
        return java.time.LocalDate.now().minusDays(400) + "T00:00:00Z";
    }

    private void time(String question, Supplier<String> path) {
        double[] millis = new double[REQUESTS];
        for (int i = -WARM_UP; i < REQUESTS; i++) {
            String request = path.get();
            long start = System.nanoTime();
            DemoApi.Answer answer = api.get(request);
            double took = (System.nanoTime() - start) / 1e6;
            if (answer.status() != 200) {
                throw new IllegalStateException(request + ": " + answer);
            }
            if (i >= 0) {
                millis[i] = took;
            }
        }
        Arrays.sort(millis);
        rows.addObject()
                .put("question", question)
                .put("median", Machine.median(millis))
                .put("p99", millis[REQUESTS * 99 / 100 - 1])
                .put("largest", millis[REQUESTS - 1]);
    }
}
