package io.framewise.app.http;

import static io.framewise.app.http.LabelFiles.imports;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a label file holds, it is taken whole or refused with a reason. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class HostileLabelFilesHttpTest {

    private Street street;
    private String clip;
    private LabelFiles files;

    @BeforeEach
    void uploadTheClip() {
        street = Street.created();
        clip = street.clip();
        files = new LabelFiles(street, clip);
    }

    @AfterEach
    void nothingWasImported() {
        when().get("/api/data-units/" + clip + "/labels").then().statusCode(200).body("labels", empty());
    }

    @Test
    void what_is_no_json_is_a_bad_request() {
        for (String body : List.of("{", "{\"format\": NaN}", "{\"format\": 1, \"format\": 1}", "\u0001")) {
            imports(street, body).statusCode(400).body("code", equalTo("malformed-json"));
        }
    }

    @Test
    void what_is_no_label_file_is_invalid() {
        for (String body :
                List.of("null", "[]", "7", "{}", "{\"format\": 2}", "{\"colour\": 1}", "{} {}", "{\"format\": 1}")) {
            imports(street, body).statusCode(422);
        }
        imports(street, "").statusCode(422).body("code", equalTo("missing-body"));
        given().contentType("text/csv")
                .body("a")
                .when()
                .post(street.path("/labels/import"))
                .then()
                .statusCode(415);
    }

    @Test
    void text_that_is_not_utf_8_is_refused() {
        for (byte[] body : List.of(
                new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', '}'},
                new byte[] {0, 0, 0, '{', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff})) {
            given().contentType("application/json")
                    .body(body)
                    .when()
                    .post(street.path("/labels/import"))
                    .then()
                    .statusCode(anyOf(equalTo(400), equalTo(422)));
        }
    }

    @Test
    void a_deep_file_is_too_large() throws Exception {
        String open = "{\"type\":\"radio\",\"title\":\"a\",\"options\":[{\"title\":\"b\",\"attributes\":[";

        assertTooLarge("{\"format\":1,\"ontology\":{\"classifications\":[{\"attribute\":" + open.repeat(5000));
    }

    @Test
    void a_file_of_many_entries_is_too_large() throws Exception {
        assertTooLarge("{\"format\":1,\"dataUnits\":[{\"labels\":[" + "{},".repeat(3_000_000) + "{}]}]}");
        assertTooLarge(
                "{\"format\":1,\"dataUnits\":[{\"labels\":[{\"confidences\":[" + "0,".repeat(6_000_000) + "0]}]}]}");
    }

    @Test
    void a_file_of_many_bytes_is_too_large() throws Exception {
        assertTooLarge(" ".repeat((64 << 20) + 70_000));
    }

    @Test
    void many_violations_are_counted() {
        Object[] labels = IntStream.range(0, 5000)
                .mapToObj(i -> files.byAnna("Car", files.radio("Car=yes"), 0, 749))
                .toArray();

        imports(street, files.file(labels))
                .statusCode(422)
                .body("errors", hasSize(101))
                .body("errors[0].code", equalTo("labels-overlap"))
                .body("errors[100].detail", equalTo("And 4899 more."));
    }

    @Test
    void frames_that_are_not_there_are_pointed_at() {
        imports(
                        street,
                        files.file(
                                files.byAnna("Car", files.radio("Car=yes"), 700, 750),
                                files.byAnna("Car", files.radio("Car=yes"), 4, 3),
                                files.byAnna("Car", files.radio("Car=yes"), -1, 3),
                                files.byAnna("Car", files.radio("Car=yes"), 0, Integer.MAX_VALUE)))
                .statusCode(422)
                .body(
                        "errors.pointer",
                        contains(
                                "/dataUnits/0/labels/0/frameRange",
                                "/dataUnits/0/labels/1/frameRange",
                                "/dataUnits/0/labels/2/frameRange",
                                "/dataUnits/0/labels/3/frameRange"));
        Map<String, Object> huge = files.byAnna("Car", files.radio("Car=yes"), 0, 1);
        huge.put("frameRange", Map.of("first", 0, "last", 10_000_000_000L));
        imports(street, files.file(huge)).statusCode(400);
    }

    @Test
    void confidences_are_numbers_from_0_to_1() {
        for (Object confidence : List.of("NaN", "0.5", 1.5, -1, 1e300, true, List.of())) {
            Map<String, Object> label = files.byRun("Car", "Car=yes", 0, 0, 0);
            label.put("confidences", List.of(confidence));
            imports(street, files.file(label))
                    .statusCode(422)
                    .body("errors.pointer", contains("/dataUnits/0/labels/0/confidences/0"));
        }
        Map<String, Object> nothing = files.byRun("Car", "Car=yes", 0, 0, 0);
        nothing.put("confidences", Collections.singletonList(null));
        imports(street, files.file(nothing)).statusCode(422);
        Map<String, Object> few = files.byRun("Car", "Car=yes", 0, 9, 0.5);
        few.put("confidences", List.of(0.5));
        imports(street, files.file(few)).statusCode(422).body("errors.code", contains("confidence-count"));
    }

    @Test
    void held_frames_are_frames_of_a_runs_label() {
        for (Object range :
                List.of(Map.of("first", 0, "last", 10), Map.of("first", 3, "last", 2), Map.of("first", 1))) {
            Map<String, Object> label = files.byRun("Car", "Car=yes", 0, 9, 0.5);
            label.put("held", List.of(range));
            imports(street, files.file(label))
                    .statusCode(422)
                    .body("errors.pointer", contains("/dataUnits/0/labels/0/held/0"));
        }
        Map<String, Object> person = files.byAnna("Car", files.radio("Car=yes"), 0, 9);
        person.put("held", List.of(Map.of("first", 1, "last", 2)));
        imports(street, files.file(person)).statusCode(422).body("errors.code", contains("invalid-value"));
    }

    @Test
    void another_content_is_not_found() {
        Map<String, Object> file = files.file(files.byAnna("Car", files.radio("Car=yes"), 0, 1));
        @SuppressWarnings("unchecked")
        Map<String, Object> unit = ((List<Map<String, Object>>) file.get("dataUnits")).get(0);
        for (Object hash : List.of("0".repeat(64), "F".repeat(64), "", "'; DROP TABLE label; --")) {
            unit.put("contentHash", hash);
            imports(street, file).statusCode(422).body("errors.pointer", contains("/dataUnits/0/contentHash"));
        }
    }

    @Test
    void a_text_that_cannot_be_stored_is_refused() {
        imports(street, files.file(files.byAnna("Note", Map.of("type", "text", "text", "a\u0000b"), 0, 1)))
                .statusCode(422)
                .body("code", equalTo("text-not-storable"));
    }

    @Test
    void an_answer_of_another_kind_is_pointed_at() {
        imports(street, files.file(files.byAnna("Car", Map.of("type", "text", "text", "yes"), 0, 1)))
                .statusCode(422)
                .body("errors.pointer", contains("/dataUnits/0/labels/0/answer"));
        imports(street, files.file(files.byAnna("Car", Map.of("type", "dance"), 0, 1)))
                .statusCode(422)
                .body("errors.pointer", contains("/dataUnits/0/labels/0/answer/type"));
    }

    /** By Java's own client: that of the other tests takes half a minute to send millions of brackets. */
    private void assertTooLarge(String body) throws Exception {
        URI address = URI.create(RestAssured.baseURI + ":" + RestAssured.port + street.path("/labels/import"));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("\"code\":\"file-too-large\"");
    }
}
