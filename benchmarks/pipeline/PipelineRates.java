package io.framewise.adapters.inference.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/**
 * Frames per second of whole runs, as a client of the server sees them, over whole clips, over a twentieth of the frames in
 * twenty stretches, and over every tenth frame; and how near that is to what the processor could do ({@link Stages}).
 */
final class PipelineRates {

    private static final int SIDE = 224;
    private static final int STRETCHES = 20;
    private static final List<String> FEATURES = List.of("a", "b");

    private final Path folder;
    private final Path source;
    private final Path engines;
    private final Bench bench = new Bench();
    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode results = json.createObjectNode();
    private final List<String> lines = new ArrayList<>();

    private PipelineRates(Path folder, Path source, Path engines) {
        this.folder = folder;
        this.source = source;
        this.engines = engines;
    }

    /** Arguments: folder for clips, clip to make them of, folder of the unpacked engines, folder of the results. */
    public static void main(String[] arguments) throws Exception {
        PipelineRates rates = new PipelineRates(
                Files.createDirectories(Path.of(arguments[0])), Path.of(arguments[1]), Path.of(arguments[2]));
        rates.measure();
        Files.write(Path.of(arguments[3], "results.md"), rates.lines);
        rates.json
                .writerWithDefaultPrettyPrinter()
                .writeValue(Path.of(arguments[3], "results.json").toFile(), rates.results);
    }

    private void measure() throws Exception {
        results.put("machine", Machine.line());
        say(Machine.line());
        say("");
        say("| network | clip | key frame every | whole: frames/s | efficiency | 5 % in 20 stretches: time, of whole"
                + " | every 10th: time, of whole | decode, preprocess, infer alone: CPU ms a frame |");
        say("|---|---|---|---|---|---|---|---|");
        for (int height : new int[] {720, 1080}) {
            for (String architecture : List.of("resnet18", "resnet50")) {
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

    /** Runs of one to three minutes. */
    private static int frames(String architecture, int height) {
        boolean small = architecture.equals("resnet18");
        return height == 720 ? small ? 10_000 : 2_000 : small ? 3_000 : 1_000;
    }

    private void row(String architecture, Path weights, Bench.Attached model, Path clip, int height, int gop, int frames) throws Exception {
        String unit = bench.upload(clip);
        bench.run(model.whole(), unit, 999);
        JsonNode before = alone(architecture, weights, clip);
        Bench.Run whole = bench.run(model.whole(), unit, frames - 1);
        JsonNode after = alone(architecture, weights, clip);
        double[] stages = new double[3];
        List<String> names = List.of("decode", "preprocess", "infer");
        for (int i = 0; i < stages.length; i++) {
            stages[i] = (before.get(names.get(i)).asDouble() + after.get(names.get(i)).asDouble()) / 2;
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
        double ofWhole = sparse.seconds() / whole.seconds();
        say(String.format(
                Locale.ROOT,
                "| %s | %dp, %d frames | %d | %.1f | %.2f | %.1f s, %.1f %% | %.1f s, %.1f %% | %.2f, %.2f, %.1f (%s) |",
                architecture, height, frames, gop, rate, efficiency, sparse.seconds(), 100 * ofWhole, tenth.seconds(),
                100 * tenth.seconds() / whole.seconds(), 1e3 * stages[0], 1e3 * stages[1], 1e3 * stages[2], whole.engine()));
        ObjectNode row = results.withArray("rows").addObject();
        row.put("network", architecture).put("height", height).put("gop", gop).put("frames", frames);
        row.put("framesPerSecond", rate).put("efficiency", efficiency).put("engine", whole.engine());
        row.put("wholeSeconds", whole.seconds()).put("sparseSeconds", sparse.seconds());
        row.put("everyTenthSeconds", tenth.seconds()).set("alone", before);
        row.set("aloneAfter", after);
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

    private void say(String line) {
        System.out.println(line);
        lines.add(line);
    }
}
