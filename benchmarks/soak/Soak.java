import io.framewise.benchmarks.Bench;
import io.framewise.benchmarks.Clips;
import io.framewise.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Resident size of the server and of its processes while 100,000 frames go through, after 1,000 have: flat is what it should
 * be. The size is read once a second, and told of every tenth of the run.
 */
final class Soak {

    private static final int FRAMES = 100_000;
    private static final int WARM_UP = 1_000;

    private final List<long[]> samples = new ArrayList<>();
    private volatile boolean ended;

    /** Arguments: folder for the clip, clip to make it of, demo's folder, process of the server, results. */
    public static void main(String[] arguments) throws Exception {
        new Soak().measure(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), Long.parseLong(arguments[3]), Path.of(arguments[4]));
    }

    private void measure(Path folder, Path source, Path demo, long server, Path target) throws Exception {
        Path clip = Clips.small(folder, source, FRAMES);
        Bench bench = new Bench();
        Bench.Attached model =
                bench.attach("resnet18", demo.resolve("car.safetensors"), "squish", 128, List.of("car", "no_car"));
        String unit = bench.upload(clip);
        bench.run(model.whole(), unit, WARM_UP - 1);
        bench.run(model.whole(), unit, WARM_UP - 1);
        long afterThousand = resident(server)[1];
        long serverAfterThousand = resident(server)[0];
        Thread watch = new Thread(() -> watch(server));
        watch.start();
        Bench.Run run = bench.run(model.whole(), unit, FRAMES - 1);
        ended = true;
        watch.join();
        List<String> lines = new ArrayList<>(List.of(
                Machine.line(),
                "",
                String.format(Locale.ROOT, "%d frames in %.0f s, %.0f frames/s, %s; %d duplicates.", FRAMES, run.seconds(),
                        FRAMES / run.seconds(), run.engine(), run.record().at("/outcome/execution/duplicates").asInt()),
                "",
                "| part of the run | inference process, MB (median) | server, MB (median) |",
                "|---|---|---|",
                row("after 1,000 frames", afterThousand, serverAfterThousand)));
        for (int tenth = 0; tenth < 10; tenth++) {
            List<long[]> part = samples.subList(samples.size() * tenth / 10, samples.size() * (tenth + 1) / 10);
            lines.add(row(tenth + 1 + " of 10", median(part, 1), median(part, 0)));
        }
        List<long[]> last = samples.subList(samples.size() * 9 / 10, samples.size());
        lines.add("");
        lines.add(String.format(Locale.ROOT, "The last tenth is %.1f %% above 1,000 frames.", 100.0 * median(last, 1) / afterThousand - 100));
        lines.forEach(System.out::println);
        Files.write(target.resolve("results.md"), lines);
    }

    private void watch(long server) {
        while (!ended) {
            try {
                samples.add(resident(server));
                Thread.sleep(1_000);
            } catch (InterruptedException | IOException e) {
                return;
            }
        }
    }

    /** Of the server itself, and of the largest process below it, kB. */
    private static long[] resident(long server) throws IOException {
        long largest = 0;
        try (Stream<ProcessHandle> below = ProcessHandle.of(server).orElseThrow().descendants()) {
            for (ProcessHandle process : below.toList()) {
                largest = Math.max(largest, size(process.pid()));
            }
        }
        return new long[] {size(server), largest};
    }

    private static long size(long process) throws IOException {
        Path status = Path.of("/proc/" + process + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static long median(List<long[]> samples, int of) {
        return samples.stream().mapToLong(sample -> sample[of]).sorted().skip(samples.size() / 2).findFirst().orElse(0);
    }

    private static String row(String part, long inference, long server) {
        return "| " + part + " | " + inference / 1024 + " | " + server / 1024 + " |";
    }
}
