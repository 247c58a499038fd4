package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Label files of a street and its clip, written by hand, and what is done with them over HTTP. */
final class LabelFiles {

    static final String RUN = "00000000-0000-0000-0000-00000000002a";

    private final Street street;
    private final Map<String, Object> ontology;
    private final String contentHash;

    LabelFiles(Street street, String clip) {
        this.street = street;
        ontology = when().get(street.path("")).jsonPath().getMap("ontology");
        contentHash = when().get("/api/data-units/" + clip).jsonPath().getString("contentHash");
    }

    /** A file with labels for the clip. */
    Map<String, Object> file(Object... labels) {
        Map<String, Object> dataUnit = new HashMap<>(Map.of(
                "title",
                "clip",
                "contentHash",
                contentHash,
                "frameCount",
                Street.FRAMES,
                "frameRate",
                Map.of("numerator", 25, "denominator", 1),
                "labels",
                List.of(labels)));
        return new HashMap<>(Map.of(
                "format",
                1,
                "project",
                Map.of("title", "By hand"),
                "ontology",
                ontology,
                "dataUnits",
                new ArrayList<>(List.of(dataUnit))));
    }

    /** What a person named Anna answered. */
    Map<String, Object> byAnna(String attribute, Map<String, ?> answer, int first, int last) {
        return new HashMap<>(Map.of(
                "attribute",
                street.hash(attribute),
                "frameRange",
                Street.range(first, last),
                "answer",
                answer,
                "source",
                Map.of("type", "person", "actor", "anna")));
    }

    /** What a run answered, with the same confidence on every frame. */
    Map<String, Object> byRun(String attribute, String option, int first, int last, double confidence) {
        Map<String, Object> label = byAnna(attribute, radio(option), first, last);
        label.put(
                "source",
                new HashMap<>(Map.of(
                        "type",
                        "run",
                        "run",
                        RUN,
                        "model",
                        "Cars",
                        "iteration",
                        2,
                        "weights",
                        contentHash,
                        "confidence",
                        0.5)));
        label.put("confidences", Collections.nCopies(last - first + 1, confidence));
        return label;
    }

    Map<String, Object> radio(String option) {
        return Map.of("type", "radio", "option", street.hash(option));
    }

    static String export(String of, String format) {
        return given().queryParam("format", format)
                .when()
                .get(of + "/labels/export")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** @param body JSON, as text or as maps */
    static ValidatableResponse imports(Street street, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post(street.path("/labels/import"))
                .then();
    }
}
