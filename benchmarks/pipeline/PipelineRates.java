package io.framewise.adapters.inference.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.benchmarks.Bench;
import io.framewise.benchmarks.Clips;
import io.framewise.benchmarks.Machine;
import io.framewise.benchmarks.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Frames per second of whole runs, as a client of the server sees them, over whole clips, over a twentieth of the frames in
 * twenty stretches, and over every tenth frame; and how near that is to what the processor could do ({@link Stages}).
 */
final class PipelineRates {

    private static final int SIDE = 224;
    private static final int STRETCHES = 20;
    private static final List<String> FEATURES = List.of("a", "b");
    private static final List<String> STAGES = List.of("decode", "preprocess", "infer");

    private final Path folder;
    private final Path source;
    private final Path engines;
    private final Bench bench = new Bench();
    private final ObjectMapper json = new ObjectMapper();
    private final Path results;

    private PipelineRates(Path folder, Path source, Path engines, Path results) {
        this.folder = folder;
        this.source = source;
        this.engines = engines;
        this.results = results;
    }

    /**
     * Arguments: folder for clips, clip to make them of, folder of the unpacked engines, folder of the results, networks, heights
     * (both with commas between). Only rows of these are measured anew; the others stay as they are in the results.
     */
    public static void main(String[] arguments) throws Exception {
        PipelineRates rates = new PipelineRates(
                Files.createDirectories(Path.of(arguments[0])), Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
        rates.measure(List.of(arguments[4].split(",")), List.of(arguments[5].split(",")));
    }

    private void measure(List<String> networks, List<String> heights) throws Exception {
        for (int height : heights.stream().mapToInt(Integer::parseInt).toArray()) {
            for (String architecture : networks) {
                Path weights = folder.resolve(architecture + ".safetensors");
                Weights.write(architecture, FEATURES.size(), weights);
                Bench.Attached model = bench.attach(architecture, weights, "squish", SIDE, FEATURES);
                for (int gop : new int[] {30, 250}) {
                    Path clip = Clips.h264(folder, source, height, gop, height == 720 ? 10_000 : 3_000);
                    row(architecture, weights, model, clip, height, gop, frames(architecture, height));
                }
                Files.delete(weights);
            }
        }
    }

    /** Runs of half a minute to two and a half. */
    private static int frames(String architecture, int height) {
        boolean small = architecture.equals("resnet18");
        return height == 720 ? small ? 10_000 : 5_000 : small ? 3_000 : 1_000;
    }

    private void row(String architecture, Path weights, Bench.Attached model, Path clip, int height, int gop, int frames) throws Exception {
        String unit = bench.upload(clip);
        bench.run(model.whole(), unit, 999);
        JsonNode before = alone(architecture, weights, clip);
        Bench.Run whole = bench.run(model.whole(), unit, frames - 1);
        JsonNode after = alone(architecture, weights, clip);
        double[] stages = new double[3];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = (before.get(STAGES.get(i)).asDouble() + after.get(STAGES.get(i)).asDouble()) / 2;
        }
        double rate = frames / whole.seconds();
        double efficiency =
                rate * (stages[0] + stages[1] + stages[2]) / Runtime.getRuntime().availableProcessors();
        bench.removeLabels(unit, frames - 1);
        int every = frames / STRETCHES;
        for (int i = 0; i < STRETCHES; i++) {
            bench.open(unit, i * every + every / 2, i * every + every / 2 + every / 20 - 1);
        }
        Bench.Run sparse = bench.run(model.nested(), unit, frames - 1);
        bench.removeLabels(unit, frames - 1);
        for (int frame = 0; frame < frames; frame += 10) {
            bench.open(unit, frame, frame);
        }
        Bench.Run tenth = bench.run(model.nested(), unit, frames - 1);
        ObjectNode row = json.createObjectNode();
        row.put("network", architecture).put("height", height).put("gop", gop).put("frames", frames);
        row.put("machine", Machine.line());
        row.put("framesPerSecond", rate).put("efficiency", efficiency).put("engine", whole.engine());
        row.put("wholeSeconds", whole.seconds()).put("sparseSeconds", sparse.seconds());
        row.put("everyTenthSeconds", tenth.seconds()).set("alone", before);
        row.set("aloneAfter", after);
        System.out.println(line(row));
        keep(row);
    }

    /** In the place of an older row of the same network and clip. */
    private void keep(ObjectNode row) throws IOException {
        Path file = results.resolve("results.json");
        ObjectNode all = Files.exists(file) ? (ObjectNode) json.readTree(file.toFile()) : json.createObjectNode();
        ArrayNode rows = all.withArray("rows");
        int at = 0;
        while (at < rows.size() && !List.of("network", "height", "gop").stream().allMatch(sameIn(row, rows.get(at)))) {
            at++;
        }
        if (at < rows.size()) {
            rows.set(at, row);
        } else {
            rows.add(row);
        }
        json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        List<String> lines = new ArrayList<>(List.of(
                "| network | clip | key frame every | whole: frames/s | efficiency | 5 % in 20 stretches: time, of whole"
                        + " | every 10th: time, of whole | decode, preprocess, infer alone: CPU ms a frame | measured |",
                "|---|---|---|---|---|---|---|---|---|"));
        rows.forEach(each -> lines.add(line(each)));
        Files.write(results.resolve("results.md"), lines);
    }

    private static Predicate<String> sameIn(JsonNode one, JsonNode other) {
        return field -> one.get(field).asText().equals(other.get(field).asText());
    }

    private static String line(JsonNode row) {
        double whole = row.get("wholeSeconds").asDouble();
        double sparse = row.get("sparseSeconds").asDouble();
        double tenth = row.get("everyTenthSeconds").asDouble();
        return String.format(
                Locale.ROOT,
                "| %s | %dp, %d frames | %d | %.1f | %.2f | %.1f s, %.1f %% | %.1f s, %.1f %% | %s (%s) | %s |",
                row.get("network").asText(), row.get("height").asInt(), row.get("frames").asInt(), row.get("gop").asInt(),
                row.get("framesPerSecond").asDouble(), row.get("efficiency").asDouble(), sparse, 100 * sparse / whole, tenth,
                100 * tenth / whole, stages(row.get("alone"), row.get("aloneAfter")), row.get("engine").asText(),
                row.get("machine").asText());
    }

    private static String stages(JsonNode before, JsonNode after) {
        return STAGES.stream()
                .map(stage -> String.format(Locale.ROOT, "%.2f", 500 * (before.get(stage).asDouble() + after.get(stage).asDouble())))
                .collect(Collectors.joining(", "));
    }

    /** In a process of its own, as the server has it. */
    private JsonNode alone(String architecture, Path weights, Path clip) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stages.class.getName(),
                        architecture,
                        weights.toString(),
                        engines.toString(),
                        clip.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("Stages failed: " + answer);
        }
        return json.readTree(answer.lines().reduce("", (first, second) -> second));
    }
}
