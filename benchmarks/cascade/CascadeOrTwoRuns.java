import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.app.demo.DemoApi;
import io.framewise.app.demo.Street;
import io.framewise.benchmarks.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A cascade of two models ("Is there a car?", then "Is the car red?") beside what somebody does without one: a run of the first,
 * then a run of the second. In turns; times are the client's.
 */
final class CascadeOrTwoRuns {

    private static final int ROUNDS = 7;

    private final DemoApi api = new DemoApi(System.getenv("FRAMEWISE_URL"));
    private final Street street;
    private final String cars;
    private final String reds;

    private CascadeOrTwoRuns(Path demo) {
        street = new Street(api, demo);
        cars = attached("car", Map.of(
                "car", street.option("Is there a car in the frame?", "yes"),
                "no_car", street.option("Is there a car in the frame?", "no")));
        reds = attached("car-red", Map.of(
                "red", street.option("Is the car red?", "yes"), "other", street.option("Is the car red?", "no")));
    }

    /** Arguments: demo's folder, folder of the results, clips. */
    public static void main(String[] arguments) throws Exception {
        CascadeOrTwoRuns benchmark = new CascadeOrTwoRuns(Path.of(arguments[0]));
        List<String> lines = new ArrayList<>(List.of(
                Machine.line() + "; medians of " + ROUNDS + " pairs.",
                "",
                "| clip | frames | of them with a car | two runs, s | cascade, s | ratio | decoding, two runs, s | decoding, cascade, s |",
                "|---|---|---|---|---|---|---|---|"));
        for (String clip : Arrays.asList(arguments).subList(2, arguments.length)) {
            lines.add(benchmark.compare(Path.of(clip)));
        }
        lines.forEach(System.out::println);
        Files.write(Path.of(arguments[1], "results.md"), lines);
    }

    private String attached(String model, Map<String, String> mapping) {
        street.importModel(model);
        return Street.expect(201, street.attach(model, mapping)).get("id").asText();
    }

    private String compare(Path clip) {
        String unit = Street.expect(
                        201, api.upload("/api/projects/" + street.project() + "/data-units", Map.of("file", clip)))
                .get("id")
                .asText();
        int frames = api.get("/api/data-units/" + unit).body().get("frameCount").asInt();
        double[][] seconds = new double[2][ROUNDS];
        double[][] decoding = new double[2][ROUNDS];
        int withCar = 0;
        for (int round = -1; round < ROUNDS; round++) {
            double[] two = twoRuns(unit);
            double[] cascade = cascade(unit);
            if (round >= 0) {
                seconds[0][round] = two[0];
                seconds[1][round] = cascade[0];
                decoding[0][round] = two[1];
                decoding[1][round] = cascade[1];
                withCar = (int) cascade[2];
            }
        }
        for (int i = 0; i < 2; i++) {
            Arrays.sort(seconds[i]);
            Arrays.sort(decoding[i]);
        }
        int middle = ROUNDS / 2;
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.2f | %.2f | %.2f | %.2f | %.2f |",
                clip.getFileName(),
                frames,
                withCar,
                seconds[0][middle],
                seconds[1][middle],
                seconds[0][middle] / seconds[1][middle],
                decoding[0][middle],
                decoding[1][middle]);
    }

    private double[] twoRuns(String unit) {
        long begin = System.nanoTime();
        JsonNode first = run(unit, cars);
        JsonNode second = run(unit, reds);
        return new double[] {(System.nanoTime() - begin) / 1e9, decoding(first) + decoding(second)};
    }

    private JsonNode run(String unit, String model) {
        ObjectNode request = JsonNodeFactory.instance.objectNode()
                .put("attachedModelId", model)
                .put("dataUnitId", unit)
                .put("confidence", 0.5)
                .put("fresh", true);
        String path = "/api/inference-runs/" + post("", request);
        api.events(path + "/events", event -> {});
        return ended(api.get(path).body());
    }

    private double[] cascade(String unit) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("dataUnitId", unit).put("fresh", true);
        for (String model : List.of(cars, reds)) {
            request.withArray("models").addObject().put("attachedModelId", model).put("confidence", 0.5);
        }
        long begin = System.nanoTime();
        String path = "/api/inference-batches/" + post("/cascade", request);
        api.events(path + "/events", event -> {});
        double seconds = (System.nanoTime() - begin) / 1e9;
        JsonNode runs = api.get(path + "/runs").body();
        JsonNode nested = ended(runs.get(1));
        return new double[] {
            seconds,
            decoding(ended(runs.get(0))) + decoding(nested),
            nested.at("/progress/frames").asInt() - nested.at("/outcome/counts/gatedOut").asInt()
        };
    }

    private String post(String path, ObjectNode request) {
        return Street.expect(202, api.send("POST", "/api/projects/" + street.project() + "/inference-runs" + path, request))
                .get("id")
                .asText();
    }

    private static JsonNode ended(JsonNode run) {
        if (!run.path("state").asText().equals("succeeded")) {
            throw new IllegalStateException(run.toString());
        }
        return run;
    }

    private static double decoding(JsonNode run) {
        return run.at("/outcome/execution/decodeMillis").asInt() / 1e3;
    }
}
