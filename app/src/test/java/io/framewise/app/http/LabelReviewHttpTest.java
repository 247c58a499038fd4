package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class LabelReviewHttpTest {

    private Street street;
    private String clip;
    private String labels;
    private String run;

    @BeforeEach
    void runTheModelOnTenFrames() {
        street = Street.created();
        clip = street.clip();
        labels = "/api/data-units/" + clip + "/labels";
        run = street.everyFrameLabelled(street.attachedCar(), clip, 0, 9);
    }

    @Test
    void what_a_run_says_is_proposed_and_a_persons_answer_is_not_reviewed() {
        street.answer(clip, "Car", "Car=no", 20, 24);

        when().get(labels + "?last=9")
                .then()
                .statusCode(200)
                .body("labels.review", everyItem(equalTo("proposed")))
                .body("labels[0].source", equalTo(Map.of("type", "run", "inferenceRun", run)))
                .body("labels[0]", not(hasKey("reviewedBy")));
        when().get(labels + "?first=20").then().body("labels", hasSize(1)).body("labels[0]", not(hasKey("review")));
    }

    @Test
    void what_is_accepted_says_by_whom_and_is_kept_by_later_runs() {
        review(Map.of("decision", "accept", "attribute", street.hash("Car"), "frameRange", Street.range(0, 4)))
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("version", equalTo(2))
                .body("frames", equalTo(5))
                .body("reviewed", equalTo(Map.of(street.hash("Car"), List.of(Street.range(0, 4)))))
                .body("removedBelow", anEmptyMap());

        when().get(labels + "?last=4")
                .then()
                .body("labels.review", everyItem(equalTo("accepted")))
                .body("labels.reviewedBy", everyItem(equalTo("local")))
                .body("labels.reviewedAt", everyItem(matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z")))
                .body("labels.source.inferenceRun", everyItem(equalTo(run)))
                .body("labels[0].confidences", not(empty()));
        given().contentType(ContentType.JSON)
                .body(Map.of("confidence", 1))
                .when()
                .patch("/api/inference-runs/" + run)
                .then()
                .statusCode(200)
                .body("outcome.counts.kept", equalTo(5));
        when().get(labels).then().body("labels.frameRange.last", hasItem(4));
    }

    @Test
    void what_is_rejected_goes_with_everything_below_it() {
        street.answer(clip, "Car", "Car=yes", 8, 9);
        review(Map.of("decision", "reject", "runId", run))
                .statusCode(200)
                .body("frames", equalTo(8))
                .body("reviewed", equalTo(Map.of(street.hash("Car"), List.of(Street.range(0, 7)))));

        when().get(labels).then().body("labels.frameRange", contains(Street.range(8, 9)));
    }

    @Test
    void only_the_confidences_that_are_asked_for_are_reviewed() {
        review(Map.of("decision", "accept", "maxConfidence", 0))
                .statusCode(200)
                .header("ETag", equalTo("\"1\""))
                .body("frames", equalTo(0));
        review(Map.of("decision", "accept", "minConfidence", 0.1, "maxConfidence", 1))
                .statusCode(200)
                .body("frames", equalTo(10));
    }

    @Test
    void everything_that_is_wrong_with_a_review_is_pointed_at() {
        review(Map.of("attribute", street.hash("Car=yes"), "frameRange", Street.range(700, 750), "minConfidence", 2))
                .statusCode(422)
                .body(
                        "errors.pointer",
                        containsInAnyOrder("/decision", "/attribute", "/frameRange/last", "/minConfidence"));
        review(Map.of("decision", "accept", "run", run)).statusCode(422).body("errors.pointer", contains("/run"));
        review(Map.of("decision", "accept", "runId", "nonsense"))
                .statusCode(422)
                .body("errors.pointer", contains("/runId"));
        given().contentType(ContentType.JSON)
                .body(Map.of("decision", "accept"))
                .when()
                .post("/api/data-units/00000000-0000-0000-0000-000000000000/labels/review")
                .then()
                .statusCode(404)
                .body("code", equalTo("data-unit-not-found"));
    }

    private ValidatableResponse review(Map<String, ?> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post(labels + "/review")
                .then();
    }
}
