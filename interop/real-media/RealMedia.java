import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.framewise.app.demo.DemoApi;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Real photographs and a real clip through a running server. The network was trained on every second photograph by
 * train.py; the others are labelled here and compared with the folder that they lie in.
 */
final class RealMedia {
    private static int passed;
    private static int failed;

    private final DemoApi api = new DemoApi(System.getenv("FRAMEWISE_URL"));
    private final Path here;
    private final Path data;
    private final Map<String, String> titles = new HashMap<>();
    private String project = "";

    private RealMedia(Path here, Path data) {
        this.here = here;
        this.data = data;
    }

    public static void main(String[] args) throws Exception {
        new RealMedia(Path.of(args[0]), Path.of(args[1])).run();
        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    private void run() throws IOException {
        JsonNode created = api.send("POST", "/api/projects", api.parse(
                        """
                        {"title": "Webcams", "ontology": {"classifications": [{"attribute":
                          {"type": "radio", "title": "Time of day", "options": [{"title": "day"}, {"title": "night"}]}}]}}
                        """))
                .body();
        project = created.get("id").asText();
        JsonNode attribute = created.at("/ontology/classifications/0/attribute");
        attribute.get("options").forEach(option -> titles.put(
                option.get("featureNodeHash").asText(), option.get("title").asText()));
        String attached = attach(attribute);

        List<Path> photographs = new ArrayList<>();
        photographs.addAll(heldOut("day"));
        photographs.addAll(heldOut("night"));
        JsonNode sequence = upload(archive(photographs));
        check("every photograph is a frame", sequence.path("frameCount").asInt() == photographs.size());
        check("an archive is an image sequence", sequence.path("kind").asText().equals("imageSequence"));
        label(attached, sequence, attribute);
        String[] labels = labels(sequence, attribute);
        long right = IntStream.range(0, labels.length)
                .filter(i -> photographs.get(i).getParent().getFileName().toString().equals(labels[i]))
                .count();
        System.out.printf("photographs labelled as their folder says: %d of %d%n", right, labels.length);
        check("at least 90 % of the photographs are labelled right", right >= 0.9 * labels.length);

        JsonNode clip = upload(data.resolve("clips/driving-720p.mp4"));
        check("the clip has 38 frames", clip.path("frameCount").asInt() == 38);
        check("the clip is 1280 x 720", clip.path("width").asInt() == 1280 && clip.path("height").asInt() == 720);
        label(attached, clip, attribute);
        long day = List.of(labels(clip, attribute)).stream().filter("day"::equals).count();
        System.out.printf("frames of the driving clip labelled day: %d of 38%n", day);
        check("at least 90 % of the frames of a clip by day are labelled day", day >= 0.9 * 38);

        JsonNode group = uploadGroup(photographs.subList(0, 3));
        check("several images are an image group", group.path("kind").asText().equals("imageGroup"));
    }

    private String attach(JsonNode attribute) {
        Map<String, Path> parts = new LinkedHashMap<>();
        parts.put("manifest", here.resolve("day-night.json"));
        parts.put("weights", here.resolve("day-night.safetensors"));
        var body = JsonNodeFactory.instance.objectNode();
        body.set("modelId", api.upload("/api/models", parts).body().get("id"));
        var mapping = body.putObject("featuresMapping");
        attribute.get("options").forEach(
                option -> mapping.set(option.get("title").asText(), option.get("featureNodeHash")));
        return api.send("POST", "/api/projects/" + project + "/attached-models", body).body().get("id").asText();
    }

    private JsonNode upload(Path file) {
        return api.upload("/api/projects/" + project + "/data-units", Map.of("file", file)).body();
    }

    private JsonNode uploadGroup(List<Path> files) {
        return api.upload("/api/projects/" + project + "/data-units", "file", files).body();
    }

    private void label(String attached, JsonNode dataUnit, JsonNode attribute) {
        var body = JsonNodeFactory.instance.objectNode().put("attachedModelId", attached).put("confidence", 0.5);
        body.set("dataUnitId", dataUnit.get("id"));
        JsonNode run = api.send("POST", "/api/projects/" + project + "/inference-runs", body).body();
        String path = "/api/inference-runs/" + run.get("id").asText();
        api.events(path + "/events", event -> {});
        JsonNode ended = api.get(path).body();
        check("the run succeeds: " + ended.path("outcome"), ended.path("state").asText().equals("succeeded"));
        int sum = 0;
        for (JsonNode count : ended.at("/outcome/counts")) {
            sum += count.asInt();
        }
        check("every frame has one outcome", sum == dataUnit.get("frameCount").asInt());
        check("no frame fails", ended.at("/outcome/counts/failed").asInt(-1) == 0);
    }

    private String[] labels(JsonNode dataUnit, JsonNode attribute) {
        String[] labels = new String[dataUnit.get("frameCount").asInt()];
        java.util.Arrays.fill(labels, "");
        String path = "/api/data-units/" + dataUnit.get("id").asText() + "/labels";
        for (JsonNode label : api.get(path).body().get("labels")) {
            JsonNode range = label.get("frameRange");
            for (int frame = range.get("first").asInt(); frame <= range.get("last").asInt(); frame++) {
                labels[frame] = titles.get(label.at("/answer/option").asText());
            }
        }
        return labels;
    }

    private List<Path> heldOut(String kind) throws IOException {
        try (var files = Files.list(data.resolve("day-night").resolve(kind))) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
            return IntStream.range(0, sorted.size()).filter(i -> i % 2 == 1).mapToObj(sorted::get).toList();
        }
    }

    private static Path archive(List<Path> photographs) throws IOException {
        Path archive = Files.createTempFile("photographs", ".zip");
        archive.toFile().deleteOnExit();
        try (OutputStream file = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Path photograph : photographs) {
                zip.putNextEntry(new ZipEntry(photograph.getParent().getFileName() + "/" + photograph.getFileName()));
                Files.copy(photograph, zip);
                zip.closeEntry();
            }
        }
        return archive;
    }

    private static void check(String promise, boolean kept) {
        System.out.println((kept ? "ok      " : "FAILED  ") + promise);
        if (kept) {
            passed++;
        } else {
            failed++;
        }
    }
}
