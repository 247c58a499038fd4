package io.framewise.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framewise.app.demo.DemoApi;
import io.framewise.app.demo.DemoApi.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A project of a running server ({@code FRAMEWISE_URL}) with the questions <i>Whole?</i> and <i>Part?</i>, the latter with
 * <i>Nested?</i> below its first option, each with two options; a model with two features can be attached to the first and
 * to the nested one.
 */
public final class Bench {

    private static final String ONTOLOGY = """
            {"title": "Benchmark", "ontology": {"classifications": [
              {"attribute": {"type": "radio", "title": "Whole?", "options": [{"title": "a"}, {"title": "b"}]}},
              {"attribute": {"type": "radio", "title": "Part?", "options": [
                {"title": "yes", "attributes": [
                  {"type": "radio", "title": "Nested?", "options": [{"title": "a"}, {"title": "b"}]}]},
                {"title": "no"}]}}]}}
            """;

    private final DemoApi api = new DemoApi(System.getenv("FRAMEWISE_URL"));
    private final String home;
    private final JsonNode whole;
    private final JsonNode part;

    /** A model on both questions: ids of what was attached. */
    public record Attached(String whole, String nested, List<String> features) {}

    /**
     * A run that succeeded.
     *
     * @param seconds from the request to the news that it has ended, as the client sees it
     */
    public record Run(double seconds, JsonNode record) {
        public int count(String outcome) {
            return record.at("/outcome/counts/" + outcome).asInt();
        }

        public String engine() {
            JsonNode execution = record.at("/outcome/execution");
            return execution.get("engine").asText() + ", " + execution.get("form").asText();
        }
    }

    public Bench() {
        JsonNode project = body(api.send("POST", "/api/projects", api.parse(ONTOLOGY)), 201);
        home = "/api/projects/" + project.get("id").asText();
        whole = project.at("/ontology/classifications/0/attribute");
        part = project.at("/ontology/classifications/1/attribute");
    }

    /** @return its id */
    public String upload(Path clip) {
        return body(api.upload(home + "/data-units", Map.of("file", clip)), 201).get("id").asText();
    }

    public int frames(String unit) {
        return api.get("/api/data-units/" + unit).body().get("frameCount").asInt();
    }

    /** Weights that need a manifest. @param features two */
    public Attached attach(String architecture, Path weights, String resize, int side, List<String> features) throws Exception {
        Path manifest = Files.createTempFile("manifest", ".json");
        Files.writeString(
                manifest,
                """
                {"title": "%s", "architecture": "%s", "features": ["%s", "%s"], "inputSize": {"width": %d, "height": %d},
                 "resizeMethod": "%s",
                 "normalisation": {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}}
                """
                        .formatted(architecture, architecture, features.get(0), features.get(1), side, side, resize));
        Map<String, Path> parts = new LinkedHashMap<>();
        parts.put("manifest", manifest);
        parts.put("weights", weights);
        try {
            return attach(body(api.upload("/api/models", parts), 201));
        } finally {
            Files.delete(manifest);
        }
    }

    /** An export of fastai with two features. */
    public Attached attach(Path export) {
        return attach(body(api.upload("/api/models", Map.of("weights", export)), 201));
    }

    private Attached attach(JsonNode model) {
        List<String> features = List.of(model.at("/features/0").asText(), model.at("/features/1").asText());
        return new Attached(attach(model, whole), attach(model, part.at("/options/0/attributes/0")), features);
    }

    private String attach(JsonNode model, JsonNode attribute) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("modelId", model.get("id"));
        ObjectNode mapping = request.putObject("featuresMapping");
        for (int i = 0; i < 2; i++) {
            mapping.set(model.at("/features/" + i).asText(), attribute.at("/options/" + i + "/featureNodeHash"));
        }
        return body(api.send("POST", home + "/attached-models", request), 201).get("id").asText();
    }

    /** Opens the nested question on the frames of a range. */
    public void open(String unit, int first, int last) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("attribute", part.get("featureNodeHash"));
        request.putObject("frameRange").put("first", first).put("last", last);
        request.putObject("answer").put("type", "radio").set("option", part.at("/options/0/featureNodeHash"));
        body(api.send("PUT", "/api/data-units/" + unit + "/labels", request), 200);
    }

    public void removeLabels(String unit, int last) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("attribute", part.get("featureNodeHash"));
        request.putObject("frameRange").put("first", 0).put("last", last);
        request.putObject("answer").put("type", "radio").set("option", part.at("/options/1/featureNodeHash"));
        body(api.send("PUT", "/api/data-units/" + unit + "/labels", request), 200);
    }

    /** Classifies frames 0 to {@code last} and waits for the end. */
    public Run run(String attached, String unit, int last) {
        ObjectNode request = JsonNodeFactory.instance.objectNode()
                .put("attachedModelId", attached)
                .put("dataUnitId", unit)
                .put("confidence", 0)
                .put("fresh", true)
                .put("device", "cpu");
        request.putObject("frameRange").put("first", 0).put("last", last);
        long begin = System.nanoTime();
        String path = "/api/inference-runs/"
                + body(api.send("POST", home + "/inference-runs", request), 202).get("id").asText();
        api.events(path + "/events", event -> {});
        double seconds = (System.nanoTime() - begin) / 1e9;
        JsonNode ended = api.get(path).body();
        if (!ended.path("state").asText().equals("succeeded") || ended.at("/outcome/counts/failed").asInt() > 0) {
            throw new IllegalStateException("The run did not succeed: " + ended);
        }
        return new Run(seconds, ended);
    }

    /** Requests a run that may reuse what earlier ones have found. @return its id */
    public String requested(String attached, String unit, int last) {
        ObjectNode request = JsonNodeFactory.instance.objectNode()
                .put("attachedModelId", attached)
                .put("dataUnitId", unit)
                .put("confidence", 0);
        request.putObject("frameRange").put("first", 0).put("last", last);
        return body(api.send("POST", home + "/inference-runs", request), 202).get("id").asText();
    }

    /** All class probabilities of a run's frames, by feature. */
    public JsonNode predictions(Run run, int first, int last) {
        String id = run.record().get("id").asText();
        return api.get("/api/inference-runs/" + id + "/predictions?first=" + first + "&last=" + last).body().get("frames");
    }

    private static JsonNode body(Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.body();
    }
}
