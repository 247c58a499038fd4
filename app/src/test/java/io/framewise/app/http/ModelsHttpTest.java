package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class ModelsHttpTest {

    private static final String MANIFEST = """
            {"title": "Car", "architecture": "resnet18", "features": ["car", "no_car"],
             "inputSize": {"width": 128, "height": 128}, "resizeMethod": "squish"}""";

    @Test
    void a_network_is_imported_as_a_model_with_its_first_iteration() {
        String id = Street.model("car").getString("id");

        when().get("/api/models/" + id)
                .then()
                .statusCode(200)
                .body("architecture", equalTo("resnet18"))
                .body("features", contains("car", "no_car"))
                .body("iterations.number", contains(1))
                .body("iterations[0].weights", hasLength(64))
                .body("iterations[0].preprocessing.resize", equalTo("squish"));
        when().get("/api/models?limit=500").then().statusCode(200).body("items.id", hasItem(id));
    }

    @Test
    void a_manifest_may_be_a_field_and_another_preprocessing_makes_an_iteration() {
        String id = Street.model("car").getString("id");

        given().multiPart("weights", Street.weights("car"))
                .multiPart("manifest", MANIFEST.replace("squish", "crop"))
                .when()
                .post("/api/models/" + id + "/iterations")
                .then()
                .statusCode(201)
                .body("iterations.number", contains(1, 2));
        given().multiPart("weights", Street.weights("car"))
                .multiPart("manifest", MANIFEST.replace("squish", "crop"))
                .when()
                .post("/api/models/" + id + "/iterations")
                .then()
                .statusCode(409)
                .body("code", equalTo("iteration-exists"));
    }

    @Test
    void a_model_looks_at_a_frame_before_it_is_attached() {
        String id = Street.model("car").getString("id");
        String clip = Street.created().clip();

        given().contentType(ContentType.JSON)
                .body(Map.of("dataUnitId", clip, "frame", 100))
                .when()
                .post("/api/models/" + id + "/try-outs")
                .then()
                .statusCode(200)
                .body("frame", equalTo(100))
                .body("predictions.feature", contains("car", "no_car"))
                .body("predictions.collect { it.probability }.sum()", closeTo(1, 0.001));
        given().contentType(ContentType.JSON)
                .body(Map.of("dataUnitId", clip, "frame", Street.FRAMES))
                .when()
                .post("/api/models/" + id + "/try-outs")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/frame"));
    }

    @Test
    void an_iteration_has_the_features_of_its_model() {
        String id = Street.model("car").getString("id");

        given().multiPart("weights", Street.weights("car"))
                .multiPart("manifest", MANIFEST.replace("\"no_car\"", "\"none\""))
                .when()
                .post("/api/models/" + id + "/iterations")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/manifest/features"));
    }

    @Test
    void a_network_that_does_not_fit_its_manifest_is_refused() {
        given().multiPart("weights", Street.weights("car"))
                .multiPart("manifest", MANIFEST.replace("\"no_car\"", "\"bus\", \"tram\""))
                .when()
                .post("/api/models")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/weights"))
                .body("errors.code", contains("output-count-mismatch"));
    }

    @Test
    void a_file_that_is_no_network_is_refused() {
        given().multiPart("weights", Street.file("car.json"))
                .multiPart("manifest", MANIFEST)
                .when()
                .post("/api/models")
                .then()
                .statusCode(422)
                .body("errors.code", contains("not-a-network"));
    }

    @Test
    void everything_that_is_wrong_with_a_manifest_is_said_at_once() {
        given().multiPart("weights", Street.weights("car"))
                .multiPart(
                        "manifest",
                        "{\"title\": \"\", \"architecture\": \"lenet\", \"features\": [\"one\"],"
                                + " \"inputSize\": {\"width\": 0, \"height\": 16}}")
                .when()
                .post("/api/models")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/manifest/title",
                                "/manifest/architecture",
                                "/manifest/features",
                                "/manifest/inputSize/width"));
    }

    @Test
    void an_unreadable_manifest_is_pointed_at() {
        for (String manifest : List.of("{", "{\"titel\": \"Car\"}", "[]", "null")) {
            given().multiPart("weights", Street.weights("car"))
                    .multiPart("manifest", manifest)
                    .when()
                    .post("/api/models")
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", startsWith("/manifest"));
        }
    }

    @Test
    void weights_are_needed_and_of_a_manifest_what_their_file_does_not_say() {
        given().multiPart("manifest", MANIFEST)
                .when()
                .post("/api/models")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/weights"));
        given().multiPart("weights", Street.weights("car"))
                .when()
                .post("/api/models")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/manifest/features", "/manifest/inputSize"));
    }

    @Test
    void an_unknown_model_is_not_found() {
        when().get("/api/models/00000000-0000-0000-0000-000000000000")
                .then()
                .statusCode(404)
                .body("code", equalTo("model-not-found"));
    }
}
