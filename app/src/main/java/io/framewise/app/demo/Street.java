package io.framewise.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The project "Street": its ontology, its clip and its three models. */
public final class Street {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PROJECT = """
            {
              "title": "Street",
              "description": "A drawn street with cars, from day to night.",
              "ontology": {"classifications": [
                {"attribute": {"type": "radio", "title": "Time of day", "required": true, "options": [
                  {"title": "day"}, {"title": "night"}]}},
                {"attribute": {"type": "radio", "title": "Is there a car in the frame?", "required": true, "options": [
                  {"title": "yes", "attributes": [
                    {"type": "radio", "title": "Is the car red?", "options": [{"title": "yes"}, {"title": "no"}]}]},
                  {"title": "no"}]}},
                {"attribute": {"type": "checklist", "title": "Also in the frame", "options": [
                  {"title": "houses"}, {"title": "trees"}]}}
              ]}
            }
            """;

    private final DemoApi api;
    private final Path folder;
    private final String project;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<String, String> options = new HashMap<>();
    private final Map<String, String> models = new HashMap<>();

    /**
     * Creates the project.
     *
     * @param folder with clip, networks and truth
     */
    public Street(DemoApi api, Path folder) {
        this.api = api;
        this.folder = folder;
        var created = expect(201, api.send("POST", "/api/projects", api.parse(PROJECT)));
        project = created.get("id").asText();
        for (var classification : created.get("ontology").get("classifications")) {
            name(classification.get("attribute"));
        }
    }

    public String project() {
        return project;
    }

    /** Hash of an attribute by its title. */
    public String attribute(String title) {
        return known(attributes, title);
    }

    /** Title of an option by its hash. */
    public String optionTitle(String hash) {
        return known(options, hash);
    }

    /** Hash of an option by its attribute's title and its own. */
    public String option(String attribute, String title) {
        return known(attributes, attribute + " = " + title);
    }

    public JsonNode uploadClip() {
        return expect(
                201,
                api.upload("/api/projects/" + project + "/data-units", Map.of("file", folder.resolve("street.mp4"))));
    }

    /**
     * Imports a network.
     *
     * @param name of its files, such as {@code car}
     */
    public JsonNode importModel(String name) {
        var parts = new LinkedHashMap<String, Path>();
        parts.put("manifest", folder.resolve(name + ".json"));
        parts.put("weights", folder.resolve(name + ".safetensors"));
        var model = expect(201, api.upload("/api/models", parts));
        models.put(name, model.get("id").asText());
        return model;
    }

    /** @param mapping feature to option hash */
    public DemoApi.Answer attach(String name, Map<String, String> mapping) {
        var body = JSON.createObjectNode().put("modelId", known(models, name));
        mapping.forEach(body.putObject("featuresMapping")::put);
        return api.send("POST", "/api/projects/" + project + "/attached-models", body);
    }

    /** Answers a radio attribute as a person would. */
    public void answer(String dataUnit, String attribute, String option, int first, int last) {
        var body = JSON.createObjectNode().put("attribute", attribute(attribute));
        body.set("frameRange", range(first, last));
        body.putObject("answer").put("type", "radio").put("option", option(attribute, option));
        expect(200, api.send("PUT", "/api/data-units/" + dataUnit + "/labels", body));
    }

    /** Requests a run that infers every frame anew. */
    public DemoApi.Answer run(String attachedModel, String dataUnit, int first, int last, String device) {
        var body = JSON.createObjectNode()
                .put("attachedModelId", attachedModel)
                .put("dataUnitId", dataUnit)
                .put("confidence", 0.6)
                .put("fresh", true)
                .put("device", device);
        body.set("frameRange", range(first, last));
        return api.send("POST", "/api/projects/" + project + "/inference-runs", body);
    }

    /** Title of the option that each frame is labelled with; null where there is no label. */
    public @Nullable String[] labelled(String dataUnit, String attribute, int frames) {
        var path = "/api/data-units/" + dataUnit + "/labels?attribute=" + attribute(attribute) + "&first=0&last="
                + (frames - 1);
        var titles = new @Nullable String[frames];
        for (var label : expect(200, api.get(path)).get("labels")) {
            var range = label.get("frameRange");
            for (int frame = range.get("first").asInt();
                    frame <= range.get("last").asInt();
                    frame++) {
                titles[frame] = optionTitle(label.get("answer").get("option").asText());
            }
        }
        return titles;
    }

    Truth truth() {
        try {
            var truth = JSON.readTree(folder.resolve("street-truth.json").toFile());
            return new Truth(truth.get("frames").asInt(), truth);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException when the answer has another status */
    public static JsonNode expect(int status, DemoApi.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("Expected " + status + ", got " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    private static String known(Map<String, String> names, String key) {
        var name = names.get(key);
        if (name == null) {
            throw new IllegalStateException("The project has no " + key + ".");
        }
        return name;
    }

    private static ObjectNode range(int first, int last) {
        return JSON.createObjectNode().put("first", first).put("last", last);
    }

    private void name(JsonNode attribute) {
        var title = attribute.get("title").asText();
        attributes.put(title, attribute.get("featureNodeHash").asText());
        for (var option : attribute.path("options")) {
            var hash = option.get("featureNodeHash").asText();
            attributes.put(title + " = " + option.get("title").asText(), hash);
            options.put(hash, option.get("title").asText());
            option.path("attributes").forEach(this::name);
        }
    }
}
