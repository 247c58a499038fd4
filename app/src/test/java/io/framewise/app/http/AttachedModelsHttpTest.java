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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class AttachedModelsHttpTest {

    private Street street;

    @BeforeEach
    void createTheProject() {
        street = Street.created();
    }

    @Test
    void a_model_is_attached_changed_and_detached() {
        String model = Street.model("car").getString("id");
        String location = given().contentType(ContentType.JSON)
                .body("""
                        {"modelId": "%s", "featuresMapping": {"car": "%s", "no_car": null},
                         "iterationPolicy": {"type": "useAll"}}""".formatted(model, street.hash("Car=yes")))
                .when()
                .post(street.path("/attached-models"))
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("attribute", equalTo(street.hash("Car")))
                .body("featuresMapping", equalTo(Map.of("car", street.hash("Car=yes"))))
                .body("merge", equalTo(false))
                .body("iterationPolicy.type", equalTo("useAll"))
                .body("enabled", equalTo(true))
                .extract()
                .header("Location");

        given().contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(Map.of("enabled", false))
                .when()
                .patch(location)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("enabled", equalTo(false))
                .body("featuresMapping", hasKey("car"));

        given().header("If-Match", "\"1\"").when().delete(location).then().statusCode(412);
        given().header("If-Match", "\"2\"")
                .when()
                .delete(location)
                .then()
                .statusCode(200)
                .body("archived", equalTo(true));
        when().get(location).then().statusCode(200).body("archived", equalTo(true));
        when().get(street.path("/attached-models")).then().statusCode(200).body("items", empty());
        when().delete(location).then().statusCode(409).body("code", equalTo("attached-model-archived"));
    }

    @Test
    void a_change_of_an_outdated_version_fails_its_precondition() {
        String attached = street.path("/attached-models/" + street.attachedCar());

        for (String tag : List.of("\"2\"", "W/\"1\"", "nonsense")) {
            given().contentType(ContentType.JSON)
                    .header("If-Match", tag)
                    .body(Map.of("enabled", false))
                    .when()
                    .patch(attached)
                    .then()
                    .statusCode(412)
                    .body("code", equalTo("attached-model-changed"));
        }
    }

    @Test
    void a_model_answers_one_radio_attribute_and_nothing_else() {
        String model = Street.model("car").getString("id");
        Map<String, Map<String, String>> refused = Map.of(
                "checklist-target", Map.of("car", street.hash("Also=houses")),
                "attribute-target", Map.of("car", street.hash("Car")),
                "text-target", Map.of("car", street.hash("Note")),
                "numeric-target", Map.of("car", street.hash("Cars")),
                "several-attributes", Map.of("car", street.hash("Car=yes"), "no_car", street.hash("Red=no")),
                "option-mapped-twice", Map.of("car", street.hash("Car=yes"), "no_car", street.hash("Car=yes")),
                "unknown-feature", Map.of("tram", street.hash("Car=yes")),
                "nothing-mapped", Map.of());

        refused.forEach((code, mapping) -> given().contentType(ContentType.JSON)
                .body(Map.of("modelId", model, "featuresMapping", mapping))
                .when()
                .post(street.path("/attached-models"))
                .then()
                .statusCode(422)
                .body("errors.code", hasItem(code))
                .body("errors.pointer", everyItem(startsWith("/featuresMapping"))));
    }

    @Test
    void an_attached_model_belongs_to_its_project() {
        String elsewhere = Street.created().path("/attached-models/" + street.attachedCar());

        when().get(elsewhere).then().statusCode(404).body("code", equalTo("attached-model-not-found"));
        when().delete(elsewhere).then().statusCode(404);
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .when()
                .patch(elsewhere)
                .then()
                .statusCode(404);
    }

    @Test
    void an_attached_model_keeps_its_model() {
        given().contentType(ContentType.JSON)
                .body(Map.of("modelId", "00000000-0000-0000-0000-000000000000"))
                .when()
                .patch(street.path("/attached-models/" + street.attachedCar()))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/modelId"));
    }

    @Test
    void an_unknown_model_cannot_be_attached() {
        given().contentType(ContentType.JSON)
                .body(Map.of("modelId", "00000000-0000-0000-0000-000000000000", "featuresMapping", Map.of()))
                .when()
                .post(street.path("/attached-models"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/modelId"));
    }
}
