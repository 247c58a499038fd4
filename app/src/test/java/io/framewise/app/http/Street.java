package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A project of its own for a test: the street with its three questions, and what is done to it over HTTP. */
final class Street {
    static final int FRAMES = 750;

    private static final Path DEMO = Path.of("../demo");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROJECT = """
            {
              "title": "Street",
              "ontology": {"classifications": [
                {"attribute": {"type": "radio", "title": "Car", "required": true, "options": [
                  {"title": "yes", "attributes": [
                    {"type": "radio", "title": "Red", "options": [{"title": "yes"}, {"title": "no"}]}]},
                  {"title": "no"}]}},
                {"attribute": {"type": "checklist", "title": "Also", "options": [
                  {"title": "houses"}, {"title": "trees"}]}},
                {"attribute": {"type": "text", "title": "Note"}},
                {"attribute": {"type": "numeric", "title": "Cars", "minimum": 0, "maximum": 9}}
              ]}
            }
            """;

    private final String id;
    private final Map<String, String> hashes = new HashMap<>();

    private Street(JsonPath project) {
        id = project.getString("id");
        for (Map<String, Object> classification : project.<Map<String, Object>>getList("ontology.classifications")) {
            remember(classification.get("attribute"));
        }
    }

    static Street created() {
        return created(PROJECT);
    }

    /** A project with the ontology of another. */
    static Street createdLike(Map<?, ?> ontology) {
        return created(Map.of("title", "Another street", "ontology", ontology));
    }

    private static Street created(Object project) {
        return new Street(given().contentType(ContentType.JSON)
                .body(project)
                .when()
                .post("/api/projects")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
    }

    String id() {
        return id;
    }

    String path(String below) {
        return "/api/projects/" + id + below;
    }

    /** Hash of an attribute by its title, or of an option as {@code Car=yes}. */
    String hash(String name) {
        assertThat(hashes).containsKey(name);
        return hashes.get(name);
    }

    /**
     * Uploads the clip.
     *
     * @return the data unit's id
     */
    String clip() {
        return given().multiPart("file", DEMO.resolve("street.mp4").toFile())
                .when()
                .post(path("/data-units"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /**
     * Imports a network of the demo.
     *
     * @param name such as {@code car} @return the model
     */
    static JsonPath model(String name) {
        return given().multiPart("weights", weights(name))
                .multiPart(new MultiPartSpecBuilder(DEMO.resolve(name + ".json").toFile())
                        .controlName("manifest")
                        .mimeType("application/json")
                        .build())
                .when()
                .post("/api/models")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    static java.io.File weights(String name) {
        return DEMO.resolve(name + ".safetensors").toFile();
    }

    static java.io.File file(String name) {
        return DEMO.resolve(name).toFile();
    }

    /**
     * Attaches the model that tells whether there is a car.
     *
     * @return the attached model's id
     */
    String attachedCar() {
        return attached("car", Map.of("car", hash("Car=yes"), "no_car", hash("Car=no")));
    }

    /**
     * Attaches the model that tells whether the car is red.
     *
     * @return the attached model's id
     */
    String attachedRed() {
        return attached("car-red", Map.of("red", hash("Red=yes"), "other", hash("Red=no")));
    }

    private String attached(String model, Map<String, String> mapping) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("modelId", model(model).getString("id"), "featuresMapping", mapping))
                .when()
                .post(path("/attached-models"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Answers a radio attribute as a person. */
    void answer(String clip, String attribute, String option, int first, int last) {
        given().contentType(ContentType.JSON)
                .body(radio(attribute, option, first, last))
                .when()
                .put("/api/data-units/" + clip + "/labels")
                .then()
                .statusCode(200);
    }

    /** Body of an answer. */
    Map<String, Object> radio(String attribute, String option, int first, int last) {
        return Map.of(
                "attribute", hash(attribute),
                "frameRange", range(first, last),
                "answer", Map.of("type", "radio", "option", hash(option)));
    }

    static Map<String, Integer> range(int first, int last) {
        return Map.of("first", first, "last", last);
    }

    /** Body of a request for a run that infers every frame anew. */
    static Map<String, Object> run(String attachedModel, String clip, int first, int last) {
        return new HashMap<>(Map.of(
                "attachedModelId",
                attachedModel,
                "dataUnitId",
                clip,
                "frameRange",
                range(first, last),
                "confidence",
                0.6,
                "fresh",
                true,
                "device",
                "cpu"));
    }

    /**
     * Requests a run.
     *
     * @return its id
     */
    String started(String attachedModel, String clip, int first, int last) {
        return given().contentType(ContentType.JSON)
                .body(run(attachedModel, clip, first, last))
                .when()
                .post(path("/inference-runs"))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    /**
     * Requests a run and waits for its end.
     *
     * @return the record
     */
    JsonPath finished(String attachedModel, String clip, int first, int last) {
        return awaitEnd(started(attachedModel, clip, first, last));
    }

    /**
     * Runs a model without a threshold and waits for the end: every frame gets a label.
     *
     * @return id of the run
     */
    String everyFrameLabelled(String attachedModel, String clip, int first, int last) {
        Map<String, Object> request = run(attachedModel, clip, first, last);
        request.put("confidence", 0);
        String run = given().contentType(ContentType.JSON)
                .body(request)
                .when()
                .post(path("/inference-runs"))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        awaitEnd(run);
        return run;
    }

    static JsonPath awaitEnd(String run) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            JsonPath found = given().when()
                    .get("/api/inference-runs/" + run)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            if (found.get("finishedAt") != null) {
                return found;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("The run " + run + " does not end.");
    }

    @SuppressWarnings("unchecked")
    private void remember(Object node) {
        Map<String, Object> attribute = (Map<String, Object>) node;
        String title = (String) attribute.get("title");
        hashes.put(title, (String) attribute.get("featureNodeHash"));
        for (Map<String, Object> option : (List<Map<String, Object>>) attribute.getOrDefault("options", List.of())) {
            hashes.put(title + "=" + option.get("title"), (String) option.get("featureNodeHash"));
            ((List<Object>) option.get("attributes")).forEach(this::remember);
        }
    }
}
