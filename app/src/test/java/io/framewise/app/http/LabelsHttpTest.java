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
class LabelsHttpTest {

    private Street street;
    private String clip;
    private String labels;

    @BeforeEach
    void uploadTheClip() {
        street = Street.created();
        clip = street.clip();
        labels = "/api/data-units/" + clip + "/labels";
    }

    @Test
    void a_persons_answer_is_a_label() {
        put(street.radio("Car", "Car=yes", 10, 19))
                .statusCode(200)
                .body("added", hasSize(1))
                .body("removed", empty());

        when().get(labels + "?first=15&last=30")
                .then()
                .statusCode(200)
                .body("frameRange", equalTo(Street.range(15, 30)))
                .body("labels", hasSize(1))
                .body("labels[0].attribute", equalTo(street.hash("Car")))
                .body("labels[0].frameRange", equalTo(Street.range(15, 19)))
                .body("labels[0].answer.option", equalTo(street.hash("Car=yes")))
                .body("labels[0].source", equalTo(Map.of("type", "person", "actor", "local")))
                .body("labels[0].confidences", empty());
    }

    @Test
    void answers_of_every_kind_are_taken() {
        put(street.hash("Also"), Map.of("type", "checklist", "options", List.of(street.hash("Also=trees"))))
                .statusCode(200);
        put(street.hash("Note"), Map.of("type", "text", "text", "Rain")).statusCode(200);
        put(street.hash("Cars"), Map.of("type", "numeric", "number", 2)).statusCode(200);

        given().queryParam("attribute", street.hash("Note"), street.hash("Cars"))
                .when()
                .get(labels)
                .then()
                .statusCode(200)
                .body("labels.answer.text", contains("Rain", null))
                .body("labels.answer.number", contains(null, 2.0f));
    }

    @Test
    void a_nested_question_waits_for_its_parent() {
        street.answer(clip, "Car", "Car=yes", 0, 9);

        put(street.radio("Red", "Red=yes", 5, 14))
                .statusCode(409)
                .body("code", equalTo("gate-closed"))
                .body("errors.pointer", contains("/frameRange"))
                .body("errors.code", contains("missing-parent-answer"))
                .body("errors.detail", contains("Frames 10 to 14: answer \"Car\" = \"yes\" first."));
        put(street.radio("Red", "Red=yes", 5, 9)).statusCode(200);
    }

    @Test
    void when_a_parent_changes_the_answers_below_go_and_the_response_says_so() {
        put(street.radio("Car", "Car=yes", 0, 9)).statusCode(200);
        put(street.radio("Red", "Red=yes", 0, 9)).statusCode(200);

        put(street.radio("Car", "Car=no", 4, 5))
                .statusCode(200)
                .body(
                        "lost." + "find { it.key == '" + street.hash("Red") + "' }.value",
                        equalTo(List.of(Street.range(4, 5))));

        given().queryParam("attribute", street.hash("Red"))
                .when()
                .get(labels)
                .then()
                .body("labels.frameRange", contains(Street.range(0, 3), Street.range(6, 9)));
    }

    @Test
    void an_answer_is_removed_with_everything_below_it() {
        put(street.radio("Car", "Car=yes", 0, 9)).statusCode(200);
        put(street.radio("Red", "Red=yes", 0, 9)).statusCode(200);

        given().queryParam("attribute", street.hash("Car"))
                .queryParam("first", 0)
                .queryParam("last", 9)
                .when()
                .delete(labels)
                .then()
                .statusCode(200)
                .body("removed", hasSize(2))
                .body("lost", aMapWithSize(2));

        when().get(labels).then().body("labels", empty());
    }

    @Test
    void an_answer_must_answer_its_attribute() {
        put(street.hash("Cars"), Map.of("type", "text", "text", "two"))
                .statusCode(422)
                .body("code", equalTo("answer-kind"));
        put(street.hash("Cars"), Map.of("type", "numeric", "number", 10))
                .statusCode(422)
                .body("code", equalTo("number-out-of-bounds"));
        put(street.hash("Car"), Map.of("type", "radio", "option", street.hash("Red=no")))
                .statusCode(422)
                .body("code", equalTo("unknown-option"));
    }

    @Test
    void an_answer_that_is_none_is_pointed_at() {
        put(street.hash("Car"), Map.of("type", "radio"))
                .statusCode(422)
                .body("errors.pointer", contains("/answer/option"));
        put(street.hash("Car"), Map.of("type", "dance"))
                .statusCode(422)
                .body("errors.pointer", contains("/answer/type"));
        put(street.hash("Cars"), Map.of("type", "numeric", "number", "NaN"))
                .statusCode(422)
                .body("errors.pointer", contains("/answer/number"));
        put(Map.of("attribute", street.hash("Car"), "frameRange", Map.of("last", 4)))
                .statusCode(422)
                .body("errors.pointer", contains("/frameRange/first"));
        put(Map.of("attribute", street.hash("Car"), "frameRange", Street.range(4, 3)))
                .statusCode(422)
                .body("errors.pointer", contains("/frameRange"));
        put(street.radio("Car", "Car=yes", 700, 750))
                .statusCode(422)
                .body("errors.pointer", contains("/frameRange/last"));
    }

    @Test
    void a_removal_says_of_what_and_where() {
        when().delete(labels).then().statusCode(422).body("errors.pointer", contains("/attribute", "/first", "/last"));
    }

    private io.restassured.response.ValidatableResponse put(String attribute, Map<String, ?> answer) {
        return put(Map.of("attribute", attribute, "frameRange", Street.range(0, 4), "answer", answer));
    }

    private io.restassured.response.ValidatableResponse put(Map<String, ?> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .put(labels)
                .then();
    }
}
