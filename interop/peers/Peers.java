import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.benchmarks.Bench;
import io.framewise.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Frames per second of Framewise and of what people would use instead, on the same clip with the same weights: in every
 * round each of them runs right after Framewise, and the median of these ratios is what counts. All are warm (ours by three
 * whole runs, after which its compiler has little more to gain, the others by 200 frames): what is timed begins with a loaded
 * network and a closed clip, and ends with the last probability.
 */
final class Peers {

    private static final int ROUNDS = 3;
    private static final int WARM_UP = 3;
    private static final String OURS = "Framewise";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Map<String, List<Double>> ratios = new LinkedHashMap<>();
    private final Map<String, double[][]> answers = new LinkedHashMap<>();

    /** Arguments: Python, this folder, export, TorchScript, clip of 1280 x 720, engine folder for DJL. */
    public static void main(String[] arguments) throws Exception {
        new Peers().measure(arguments);
    }

    private void measure(String[] arguments) throws Exception {
        String python = arguments[0];
        String here = arguments[1];
        String clip = arguments[4];
        Bench bench = new Bench();
        Bench.Attached model = bench.attach(Path.of(arguments[2]));
        String unit = bench.upload(Path.of(clip));
        int frames = bench.frames(unit);
        for (int i = 0; i < WARM_UP; i++) {
            bench.run(model.whole(), unit, frames - 1);
        }
        commands.put("(a) fastai get_preds, OpenCV", List.of(python, "-W", "ignore", here + "/peer_fastai.py", arguments[2], clip));
        commands.put("(b) FiftyOne apply_model", List.of(python, "-W", "ignore", here + "/peer_fiftyone.py", arguments[2], clip));
        commands.put("(c) PyTorch script, PyAV", List.of(python, "-W", "ignore", here + "/peer_torch.py", arguments[2], clip));
        commands.put("(d) DJL, naive", List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                "-DDJL_CACHE_DIR=" + arguments[5], "-DOPT_OUT_TRACKING=true", "-Dai.djl.offline=true", "NaiveDjl", arguments[3], clip,
                String.join(",", model.features())));
        String engine = "";
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> peer : commands.entrySet()) {
                // One right after the other: the machine is not the same all the time.
                Bench.Run run = bench.run(model.whole(), unit, frames - 1);
                engine = run.engine();
                double own = frames / run.seconds();
                took(OURS, own);
                answers.putIfAbsent(OURS, ours(bench.predictions(run, 0, frames - 1)));
                JsonNode told = told(peer.getValue());
                double rate = frames / told.get("seconds").asDouble();
                took(peer.getKey(), rate);
                ratios.computeIfAbsent(peer.getKey(), name -> new ArrayList<>()).add(own / rate);
                answers.putIfAbsent(peer.getKey(), rows(told.get("rows")));
            }
        }
        write(frames, engine, Path.of(here));
    }

    private void took(String who, double rate) {
        rates.computeIfAbsent(who, name -> new ArrayList<>()).add(rate);
        System.out.printf(Locale.ROOT, "%s: %.1f frames/s%n", who, rate);
    }

    private JsonNode told(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String last = new String(process.getInputStream().readAllBytes()).lines().reduce("", (first, second) -> second);
        if (process.waitFor() != 0) {
            throw new IOException("This failed: " + String.join(" ", command));
        }
        return json.readTree(last);
    }

    private void write(int frames, String engine, Path here) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                Machine.line() + "; " + frames + " frames of 1280 x 720, H.264, ResNet-18 at 224 x 224 (" + engine + "), medians of "
                        + ROUNDS + " rounds; each peer ran right after Framewise in each of them.",
                "",
                "| | frames/s (median) | all rounds | Framewise is (median of pairs) | all pairs | top class as Framewise | largest difference |",
                "|---|---|---|---|---|---|---|"));
        ObjectNode all = json.createObjectNode().put("machine", Machine.line()).put("frames", frames).put("engine", engine);
        for (String who : rates.keySet()) {
            double[][] rows = answers.get(who);
            int agree = 0;
            double largest = 0;
            for (int i = 0; i < Math.min(rows.length, frames); i++) {
                agree += (rows[i][0] > rows[i][1]) == (answers.get(OURS)[i][0] > answers.get(OURS)[i][1]) ? 1 : 0;
                largest = Math.max(largest, Math.abs(rows[i][0] - answers.get(OURS)[i][0]));
            }
            List<Double> pairs = ratios.getOrDefault(who, List.of());
            ObjectNode told = all.putObject(who).put("median", median(rates.get(who)));
            rates.get(who).forEach(told.putArray("rounds")::add);
            pairs.forEach(told.putArray("ratios")::add);
            String faster = pairs.isEmpty()
                    ? "1"
                    : String.format(Locale.ROOT, "%.2f times as fast", median(pairs));
            lines.add(String.format(Locale.ROOT, "| %s | %.1f | %s | %s | %s | %d of %d | %.1e |",
                    who, median(rates.get(who)), listed(rates.get(who), "%.1f"), faster, listed(pairs, "%.2f"), agree, rows.length, largest));
        }
        lines.forEach(System.out::println);
        Files.write(here.resolve("results.md"), lines);
        json.writerWithDefaultPrettyPrinter().writeValue(here.resolve("results.json").toFile(), all);
    }

    private static double median(List<Double> values) {
        return Machine.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static String listed(List<Double> values, String format) {
        return values.stream().map(value -> String.format(Locale.ROOT, format, value)).collect(Collectors.joining(", "));
    }

    private static double[][] ours(JsonNode frames) {
        double[][] rows = new double[frames.size()][2];
        for (int i = 0; i < rows.length; i++) {
            var values = frames.get(i).get("probabilities").elements();
            rows[i] = new double[] {values.next().asDouble(), values.next().asDouble()};
        }
        return rows;
    }

    private static double[][] rows(JsonNode told) {
        double[][] rows = new double[told.size()][2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {told.get(i).get(0).asDouble(), told.get(i).get(1).asDouble()};
        }
        return rows;
    }
}
