import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.app.demo.DemoApi;
import io.framewise.benchmarks.Bench;
import io.framewise.benchmarks.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many shards a second are taken, stored and ended by 1, 2 and 4 worker processes when there is nothing to infer: every
 * frame is known from an earlier run, and each shard is one frame. The server beside which this runs does not work itself.
 */
final class DispatchLimit {

    private static final int RUNS = 8;
    private static final int ROUNDS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoApi api = new DemoApi(System.getenv("FRAMEWISE_URL"));
    private final Path root;
    private final Path data = Path.of(System.getenv("FRAMEWISE_DATA"));
    private final List<Process> workers = new ArrayList<>();

    private DispatchLimit(Path root) {
        this.root = root;
    }

    /** Arguments: folder of the repository, folder of the results. */
    public static void main(String[] arguments) throws Exception {
        DispatchLimit limit = new DispatchLimit(Path.of(arguments[0]));
        try {
            limit.measure(Path.of(arguments[1]));
        } finally {
            limit.workers.forEach(Process::destroyForcibly);
        }
    }

    private void measure(Path results) throws Exception {
        Bench bench = new Bench();
        Path demo = root.resolve("demo");
        String model = bench.attach("resnet18", demo.resolve("car.safetensors"), "squish", 128, List.of("car", "no_car"))
                .whole();
        String unit = bench.upload(demo.resolve("street.mp4"));
        int frames = bench.frames(unit);
        work(1);
        bench.run(model, unit, frames - 1);
        ArrayNode rows = JSON.createArrayNode();
        for (int count : new int[] {1, 2, 4}) {
            work(count);
            once(bench, model, unit, frames);
            double[] seconds = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                seconds[round] = once(bench, model, unit, frames);
            }
            java.util.Arrays.sort(seconds);
            rows.addObject()
                    .put("workers", count)
                    .put("shards", RUNS * frames)
                    .put("shardsPerSecond", RUNS * frames / seconds[ROUNDS / 2]);
        }
        List<String> lines = new ArrayList<>(List.of(
                Machine.line() + "; " + RUNS + " runs of " + frames + " shards each at once, median of " + ROUNDS + " rounds.",
                "",
                "| worker processes | shards a second |",
                "|---|---|"));
        rows.forEach(row -> lines.add(String.format(
                Locale.ROOT, "| %d | %.0f |", row.get("workers").asInt(), row.get("shardsPerSecond").asDouble())));
        lines.forEach(System.out::println);
        ObjectNode all = JSON.createObjectNode().put("machine", Machine.line());
        all.set("rows", rows);
        JSON.writerWithDefaultPrettyPrinter().writeValue(results.resolve("dispatch.json").toFile(), all);
        Files.write(results.resolve("dispatch.md"), lines);
    }

    /** Seconds from the first request to the end of the last run. */
    private double once(Bench bench, String model, String unit, int frames) throws Exception {
        Instant begin = Instant.now();
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(bench.requested(model, unit, frames - 1));
        }
        Instant end = begin;
        for (String run : runs) {
            api.events("/api/inference-runs/" + run + "/events", event -> {});
            JsonNode ended = api.get("/api/inference-runs/" + run).body();
            if (ended.at("/outcome/counts/reused").asInt() != frames) {
                throw new IllegalStateException(ended.toString());
            }
            Instant finished = Instant.parse(ended.get("finishedAt").asText());
            end = finished.isAfter(end) ? finished : end;
        }
        return Duration.between(begin, end).toMillis() / 1e3;
    }

    /** Lets so many workers be there. */
    private void work(int count) throws Exception {
        Path home = data.resolve("postgres");
        String port = Files.readAllLines(home.resolve("cluster/postmaster.pid")).get(3);
        while (workers.size() < count) {
            ProcessBuilder worker = new ProcessBuilder(root.resolve("framewise").toString(), "worker");
            worker.environment().put("FRAMEWISE_WORKER_ENABLED", "true");
            worker.environment().put("FRAMEWISE_DATA", data.toString());
            worker.environment().put("FRAMEWISE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/framewise");
            worker.environment().put("FRAMEWISE_DATABASE_USER", "framewise");
            worker.environment().put(
                    "FRAMEWISE_DATABASE_PASSWORD", Files.readAllLines(home.resolve("passwords")).get(1));
            Path log = data.resolve("worker-" + workers.size() + ".log");
            workers.add(worker.redirectErrorStream(true).redirectOutput(log.toFile()).start());
        }
        for (int tries = 0; api.get("/api/devices").body().path("workers").size() < count; tries++) {
            if (tries > 600) {
                throw new IllegalStateException("The workers do not start; see " + data + "/worker-*.log.");
            }
            Thread.sleep(200);
        }
    }
}
