package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How labels came to be what they are, taking changes back, and edits of labels that have changed since. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LabelHistoryHttpTest {

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
    void the_history_of_a_frame_says_who_or_which_run_has_changed_what() {
        String run = street.everyFrameLabelled(street.attachedCar(), clip, 0, 9);
        String option = when().get(labels + "?last=0").then().extract().path("labels[0].answer.option");
        street.answer(clip, "Car", option.equals(street.hash("Car=no")) ? "Car=yes" : "Car=no", 0, 4);

        history(3, "")
                .statusCode(200)
                .body("items.change", contains(2, 1))
                .body("items.attribute", everyItem(equalTo(street.hash("Car"))))
                .body("items[0].cause.kind", equalTo("answered"))
                .body("items[0].cause.actor", equalTo("local"))
                .body("items[0].cause.inferenceRun", nullValue())
                .body("items[0].before.answer.option", equalTo(option))
                .body("items[0].before.frameRange", equalTo(Street.range(3, 3)))
                .body("items[0].before.confidences", hasSize(1))
                .body("items[0].after.source.type", equalTo("person"))
                .body("items[1].cause.kind", equalTo("inferred"))
                .body("items[1].cause.inferenceRun", equalTo(run))
                .body("items[1].before", nullValue())
                .body("items[1].after.review", equalTo("proposed"))
                .body("nextPageToken", nullValue());
        history(5, "").body("items.change", contains(1));
        history(10, "").body("items", empty());
    }

    @Test
    void the_history_of_a_frame_comes_in_pages() {
        street.answer(clip, "Car", "Car=yes", 0, 9);
        street.answer(clip, "Red", "Red=yes", 0, 9);
        street.answer(clip, "Car", "Car=no", 0, 9);

        String next = history(0, "?limit=3")
                .statusCode(200)
                .body("items.change", contains(3, 3, 2))
                .extract()
                .path("nextPageToken");

        history(0, "?limit=3&pageToken=" + next)
                .statusCode(200)
                .body("items.change", contains(1))
                .body("nextPageToken", nullValue());
        history(0, "?pageToken=nonsense").statusCode(422).body("errors.pointer", contains("/pageToken"));
        history(0, "?limit=0").statusCode(422).body("errors.pointer", contains("/limit"));
    }

    @Test
    void a_frame_that_is_not_there_has_no_history() {
        history(750, "").statusCode(404).body("code", equalTo("frame-not-found"));
        when().get("/api/data-units/" + clip + "/frames/first/history").then().statusCode(404);
        when().get("/api/data-units/00000000-0000-0000-0000-000000000000/frames/0/history")
                .then()
                .statusCode(404)
                .body("code", equalTo("data-unit-not-found"));
        when().get("/api/data-units/" + clip + "/frames/0").then().statusCode(200);
    }

    @Test
    void changes_are_taken_back_one_after_the_other_and_the_answer_says_which() {
        street.answer(clip, "Car", "Car=yes", 0, 9);
        street.answer(clip, "Red", "Red=yes", 0, 9);
        street.answer(clip, "Car", "Car=no", 4, 5);

        undo("").statusCode(200)
                .header("ETag", equalTo("\"4\""))
                .body("version", equalTo(4))
                .body("takenBack", hasSize(1))
                .body("takenBack[0].change", equalTo(3))
                .body("takenBack[0].cause.kind", equalTo("answered"))
                .body(
                        "takenBack[0].frames",
                        equalTo(Map.of(
                                street.hash("Car"), List.of(Street.range(4, 5)),
                                street.hash("Red"), List.of(Street.range(4, 5)))));
        when().get(labels).then().body("labels.frameRange", contains(Street.range(0, 9), Street.range(0, 9)));
        undo("?steps=2").statusCode(200).body("takenBack.change", contains(2, 1));
        when().get(labels).then().body("labels", empty());
        undo("").statusCode(409).body("code", equalTo("nothing-to-undo"));
        history(4, "").body("items[0].cause.undone", equalTo(1));
        undo("?steps=0").statusCode(422).body("errors.pointer", contains("/steps"));
    }

    @Test
    void a_run_is_taken_back_and_its_record_stays() {
        String run = street.everyFrameLabelled(street.attachedCar(), clip, 0, 9);

        undo("").statusCode(200)
                .body("takenBack[0].cause.kind", equalTo("inferred"))
                .body("takenBack[0].cause.inferenceRun", equalTo(run));

        when().get(labels).then().body("labels", empty());
        when().get("/api/inference-runs/" + run).then().body("state", equalTo("succeeded"));
    }

    @Test
    void labels_have_a_version_that_every_change_raises() {
        when().get(labels).then().header("ETag", equalTo("\"0\""));

        put(given(), "Car=yes").statusCode(200).header("ETag", equalTo("\"1\""));
        put(given(), "Car=yes").statusCode(200).header("ETag", equalTo("\"1\""));
        delete(given()).statusCode(200).header("ETag", equalTo("\"2\""));

        when().get(labels + "?first=700").then().header("ETag", equalTo("\"2\""));
    }

    @Test
    void an_edit_of_labels_that_have_changed_since_fails_its_precondition() {
        put(given(), "Car=yes").statusCode(200);

        for (String tag : List.of("\"0\"", "\"2\"", "W/\"1\"", "nonsense")) {
            put(given().header("If-Match", tag), "Car=no").statusCode(412).body("code", equalTo("labels-changed"));
            delete(given().header("If-Match", tag)).statusCode(412);
            given().header("If-Match", tag).when().post(labels + "/undo").then().statusCode(412);
            given().header("If-Match", tag)
                    .contentType(ContentType.JSON)
                    .body(Map.of("decision", "reject"))
                    .when()
                    .post(labels + "/review")
                    .then()
                    .statusCode(412);
        }
        when().get(labels)
                .then()
                .header("ETag", equalTo("\"1\""))
                .body("labels.answer.option", contains(street.hash("Car=yes")));

        put(given().header("If-Match", "\"1\""), "Car=no").statusCode(200).header("ETag", equalTo("\"2\""));
        put(given().header("If-Match", "*"), "Car=yes").statusCode(200);
        given().header("If-Match", "\"3\"").when().post(labels + "/undo").then().statusCode(200);
        delete(given().header("If-Match", "\"4\"")).statusCode(200);
    }

    private ValidatableResponse history(int frame, String query) {
        return when().get("/api/data-units/" + clip + "/frames/" + frame + "/history" + query)
                .then();
    }

    private ValidatableResponse undo(String query) {
        return when().post(labels + "/undo" + query).then();
    }

    private ValidatableResponse put(RequestSpecification request, String option) {
        return request.contentType(ContentType.JSON)
                .body(street.radio("Car", option, 0, 9))
                .when()
                .put(labels)
                .then();
    }

    private ValidatableResponse delete(RequestSpecification request) {
        return request.queryParam("attribute", street.hash("Car"))
                .queryParam("first", 0)
                .queryParam("last", 9)
                .when()
                .delete(labels)
                .then();
    }
}
