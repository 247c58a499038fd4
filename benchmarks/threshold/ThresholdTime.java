import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.app.demo.DemoApi;
import io.framewise.benchmarks.Bench;
import io.framewise.benchmarks.Clips;
import io.framewise.benchmarks.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Times the preview of all thresholds and the move to another threshold on a run of 100,000 frames, as a client on the same
 * machine sees them, so that the server's times are below.
 */
final class ThresholdTime {

    private static final int FRAMES = 100_000;
    private static final int WARM_UP = 20;
    private static final int REQUESTS = 100;
    private static final long SEED = 5;

    private final DemoApi api = new DemoApi(System.getenv("FRAMEWISE_URL"));
    private final ObjectMapper json = new ObjectMapper();

    /** Arguments: folder for the clip, clip to make it of, demo's folder, folder of the results. */
    public static void main(String[] arguments) throws Exception {
        new ThresholdTime().measure(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    }

    private void measure(Path folder, Path source, Path demo, Path results) throws Exception {
        Bench bench = new Bench();
        Bench.Attached model =
                bench.attach("resnet18", demo.resolve("car.safetensors"), "squish", 128, List.of("car", "no_car"));
        String unit = bench.upload(Clips.small(folder, source, FRAMES));
        Bench.Run run = bench.run(model.whole(), unit, FRAMES - 1);
        String path = "/api/inference-runs/" + run.record().get("id").asText();
        Random random = new Random(SEED);
        ObjectNode all = json.createObjectNode().put("machine", Machine.line());
        ArrayNode rows = all.putArray("rows");
        time(rows, "preview of 101 thresholds", random, any -> api.get(path + "/threshold-preview"));
        time(rows, "move to any threshold", random, threshold -> move(path, threshold));
        boolean[] high = {false};
        time(rows, "move between 0 and 1, all labels go or come", random, any -> {
            high[0] = !high[0];
            move(path, high[0] ? 1 : 0);
        });
        JsonNode labels = api.get("/api/data-units/" + unit + "/labels?first=0&last=" + (FRAMES - 1)).body().get("labels");
        List<String> lines = new ArrayList<>(List.of(
                Machine.line() + "; " + FRAMES + " frames in " + labels.size() + " labels with the threshold 0.",
                "",
                "| request | median, ms | 99th percentile, ms | largest, ms |",
                "|---|---|---|---|"));
        rows.forEach(row -> lines.add(String.format(
                Locale.ROOT, "| %s | %.0f | %.0f | %.0f |", row.get("request").asText(), row.get("median").asDouble(),
                row.get("p99").asDouble(), row.get("largest").asDouble())));
        lines.forEach(System.out::println);
        json.writerWithDefaultPrettyPrinter().writeValue(results.resolve("results.json").toFile(), all);
        Files.write(results.resolve("results.md"), lines);
    }

    private void move(String path, double threshold) {
        DemoApi.Answer answer = api.send("PATCH", path, json.createObjectNode().put("confidence", threshold));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
    }

    private static void time(ArrayNode rows, String what, Random random, Consumer<Double> request) {
        double[] millis = new double[REQUESTS];
        for (int i = -WARM_UP; i < REQUESTS; i++) {
            double threshold = random.nextInt(101) / 100.0;
            long start = System.nanoTime();
            request.accept(threshold);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        rows.addObject()
                .put("request", what)
                .put("median", Machine.median(millis))
                .put("p99", millis[REQUESTS * 99 / 100 - 1])
                .put("largest", millis[REQUESTS - 1]);
    }
}
