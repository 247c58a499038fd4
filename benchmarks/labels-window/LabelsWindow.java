import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.app.demo.DemoApi;
import io.framewise.benchmarks.Clips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Labels 100,000 frames by a real run, breaks them up by 2,000 answers of a person, and times {@code GET …/labels} for
 * windows of 1,000 frames and for the whole data unit, over loopback, the client's time included.
 */
final class LabelsWindow {
    private static final int FRAMES = 100_000;
    private static final int WINDOW = 1_000;
    private static final int ANSWERS = 2_000;
    private static final int WARM_UP = 200;
    private static final int REQUESTS = 1_000;
    private static final long SEED = 7;

    private final DemoApi api = new DemoApi(System.getenv("FRAMEWISE_URL"));
    private final Path demo;

    private LabelsWindow(Path demo) {
        this.demo = demo;
    }

    public static void main(String[] args) throws Exception {
        new LabelsWindow(Path.of(args[0])).run();
    }

    private void run() throws Exception {
        JsonNode project = api.send("POST", "/api/projects", api.parse(
                        """
                        {"title": "Window", "ontology": {"classifications": [{"attribute":
                          {"type": "radio", "title": "Car", "options": [{"title": "yes"}, {"title": "no"}]}}]}}
                        """))
                .body();
        String home = "/api/projects/" + project.get("id").asText();
        JsonNode attribute = project.at("/ontology/classifications/0/attribute");
        JsonNode clip = api.upload(home + "/data-units", Map.of("file", clip())).body();
        check(clip.path("frameCount").asInt() == FRAMES, "the clip: " + clip);
        JsonNode run = label(home, clip, attribute);
        System.out.println("run over " + FRAMES + " frames: " + run.at("/outcome/counts") + " from "
                + run.get("startedAt").asText() + " to " + run.get("finishedAt").asText());
        String labels = "/api/data-units/" + clip.get("id").asText() + "/labels";
        Random random = new Random(SEED);
        for (int i = 0; i < ANSWERS; i++) {
            int first = random.nextInt(FRAMES - 10);
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("attribute", attribute.get("featureNodeHash"));
            body.putObject("frameRange").put("first", first).put("last", first + random.nextInt(10));
            body.putObject("answer")
                    .put("type", "radio")
                    .put("option", attribute.at("/options/" + random.nextInt(2) + "/featureNodeHash").asText());
            check(api.send("PUT", labels, body).status() == 200, "a person's answer");
        }
        System.out.printf("%-32s %10s %10s %10s %12s%n", "request", "median ms", "p99 ms", "max ms", "median bytes");
        time("labels of 1,000 frames", random, WINDOW, labels);
        time("labels of 100,000 frames", random, FRAMES, labels);
    }

    private JsonNode label(String home, JsonNode clip, JsonNode attribute) {
        Map<String, Path> parts = new LinkedHashMap<>();
        parts.put("manifest", demo.resolve("car.json"));
        parts.put("weights", demo.resolve("car.safetensors"));
        ObjectNode attach = JsonNodeFactory.instance.objectNode();
        attach.set("modelId", api.upload("/api/models", parts).body().get("id"));
        attach.putObject("featuresMapping")
                .put("car", attribute.at("/options/0/featureNodeHash").asText())
                .put("no_car", attribute.at("/options/1/featureNodeHash").asText());
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("confidence", 0);
        request.set("attachedModelId", api.send("POST", home + "/attached-models", attach).body().get("id"));
        request.set("dataUnitId", clip.get("id"));
        JsonNode run = api.send("POST", home + "/inference-runs", request).body();
        String path = "/api/inference-runs/" + run.get("id").asText();
        api.events(path + "/events", event -> {});
        JsonNode ended = api.get(path).body();
        check(ended.at("/outcome/counts/labelled").asInt() == FRAMES, "every frame is labelled: " + ended);
        return ended;
    }

    private void time(String what, Random random, int window, String labels) {
        int requests = window == FRAMES ? REQUESTS / 20 : REQUESTS;
        double[] millis = new double[requests];
        long[] bytes = new long[requests];
        for (int i = -WARM_UP * window / FRAMES - WARM_UP / 20; i < requests; i++) {
            int first = random.nextInt(FRAMES - window + 1);
            long start = System.nanoTime();
            String body = api.text(labels + "?first=" + first + "&last=" + (first + window - 1));
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
                bytes[i] = body.length();
            }
        }
        Arrays.sort(millis);
        Arrays.sort(bytes);
        System.out.printf(
                Locale.ROOT,
                "%-32s %10.1f %10.1f %10.1f %12d%n",
                what,
                millis[requests / 2],
                millis[requests * 99 / 100],
                millis[requests - 1],
                bytes[requests / 2]);
    }

    /** 100,000 small pictures that move, made by FFmpeg. */
    private static Path clip() throws Exception {
        Path clip = Files.createTempDirectory("labels-window").resolve("clip.mp4");
        Clips.ffmpeg(List.of(
                "-f", "lavfi", "-i", "testsrc2=size=128x128:rate=25", "-frames:v", Integer.toString(FRAMES), "-c:v", "mpeg4",
                "-q:v", "8", clip.toString()));
        return clip;
    }

    private static void check(boolean met, String what) {
        if (!met) {
            throw new IllegalStateException("Not as it should be: " + what);
        }
    }
}
