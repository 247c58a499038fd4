package io.framewise.app.http;

import static io.framewise.app.http.LabelFiles.export;
import static io.framewise.app.http.LabelFiles.imports;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Labels go from one project to another and arrive as they were. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LabelTransferHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void what_is_exported_and_imported_into_an_empty_project_is_exported_as_the_same() throws IOException {
        Street street = Street.created();
        String clip = street.clip();
        String run = labelled(street, clip);
        String exported = export(street.path(""), "json");
        JsonNode before = JSON.readTree(exported);

        Street other = Street.createdLike(JSON.convertValue(before.get("ontology"), Map.class));
        String copy = other.clip();
        imports(other, exported)
                .statusCode(200)
                .body("matchedByTitles", equalTo(false))
                .body("dataUnits.dataUnitId", contains(copy))
                .body("dataUnits[0].byPersons", equalTo(6));
        JsonNode after = JSON.readTree(export(other.path(""), "json"));

        assertThat(after.get("ontology")).isEqualTo(before.get("ontology"));
        assertThat(after.get("dataUnits")).isEqualTo(before.get("dataUnits"));
        assertThat(sources(after)).contains(run);
        assertThat(export("/api/data-units/" + copy, "csv")).isEqualTo(export("/api/data-units/" + clip, "csv"));
    }

    @Test
    void a_data_unit_is_exported_as_its_project_is() throws IOException {
        Street street = Street.created();
        String clip = street.clip();
        street.answer(clip, "Car", "Car=yes", 0, 9);

        assertThat(JSON.readTree(export("/api/data-units/" + clip, "json")))
                .isEqualTo(JSON.readTree(export(street.path(""), "json")));
    }

    @Test
    void an_export_is_a_file_with_a_name() {
        Street street = Street.created();

        when().get(street.path("/labels/export"))
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header(
                        "Content-Disposition",
                        equalTo("attachment; filename=\"Street-labels.json\"; filename*=UTF-8''Street%20labels.json"));
        when().get(street.path("/labels/export?format=csv"))
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/csv"))
                .header("Content-Disposition", containsString("filename=\"Street-labels.csv\""));
    }

    @Test
    void what_cannot_be_exported_is_a_problem() {
        Street street = Street.created();

        when().get(street.path("/labels/export?format=xml"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/format"));
        when().get("/api/projects/" + LabelFiles.RUN + "/labels/export")
                .then()
                .statusCode(404)
                .body("code", equalTo("project-not-found"));
        when().get("/api/data-units/" + LabelFiles.RUN + "/labels/export?format=csv")
                .then()
                .statusCode(404)
                .body("code", equalTo("data-unit-not-found"));
    }

    @Test
    void an_imported_label_says_where_it_comes_from() {
        Street street = Street.created();
        String clip = street.clip();
        LabelFiles files = new LabelFiles(street, clip);

        Map<String, Object> label = files.byRun("Car", "Car=yes", 0, 3, 0.75);
        label.put("held", List.of(Map.of("first", 1, "last", 3)));
        label.put("smoothed", List.of(Map.of("first", 2, "last", 2)));
        imports(street, files.file(label)).statusCode(200);

        when().get("/api/data-units/" + clip + "/labels")
                .then()
                .body("labels", hasSize(1))
                .body("labels[0].source.type", equalTo("imported"))
                .body("labels[0].source.origin.run", equalTo(LabelFiles.RUN))
                .body("labels[0].source.origin.model", equalTo("Cars"))
                .body("labels[0].source.origin.iteration", equalTo(2))
                .body("labels[0].source.origin.confidence", equalTo(0.5f))
                .body("labels[0].confidences", contains(0.75f, 0.75f, 0.75f, 0.75f))
                .body("labels[0].held", contains(Map.of("first", 1, "last", 3)))
                .body("labels[0].smoothed", contains(Map.of("first", 2, "last", 2)));
        assertThat(export(street.path(""), "json"))
                .contains("\"held\":[{\"first\":1,\"last\":3}],\"smoothed\":[{\"first\":2,\"last\":2}]");
        given().queryParam("project", street.id())
                .queryParam("action", "label.imported")
                .when()
                .get("/api/audit-entries")
                .then()
                .body("items", hasSize(1))
                .body("items[0].actor", equalTo("local"))
                .body("items[0].details.byRuns", equalTo("1"));
    }

    @Test
    void a_run_takes_the_place_of_what_was_imported_but_not_of_a_persons_answer() {
        Street street = Street.created();
        String clip = street.clip();
        LabelFiles files = new LabelFiles(street, clip);
        imports(
                        street,
                        files.file(
                                files.byAnna("Car", files.radio("Car=no"), 0, 4),
                                files.byRun("Car", "Car=no", 5, 9, 0.75)))
                .statusCode(200);

        String run = street.finished(street.attachedCar(), clip, 0, 9).getString("id");

        when().get("/api/inference-runs/" + run).then().body("outcome.counts.kept", equalTo(5));
        when().get("/api/data-units/" + clip + "/labels?first=0&last=4")
                .then()
                .body("labels.source", contains(Map.of("type", "person", "actor", "anna")));
    }

    @Test
    void other_hashes_are_matched_by_titles_and_missing_nodes_are_named() {
        Street street = Street.created();
        String clip = street.clip();
        street.answer(clip, "Car", "Car=yes", 0, 9);
        street.answer(clip, "Red", "Red=no", 0, 9);
        String exported = export(street.path(""), "json");
        Street other = Street.created();
        String copy = other.clip();

        imports(other, exported).statusCode(200).body("matchedByTitles", equalTo(true));

        assertThat(export("/api/data-units/" + copy, "csv")).isEqualTo(export("/api/data-units/" + clip, "csv"));
        Street bare = Street.createdLike(Map.of("classifications", List.of()));
        bare.clip();
        imports(bare, exported)
                .statusCode(422)
                .body("errors.code", everyItem(equalTo("attribute-not-matched")))
                .body(
                        "errors.pointer",
                        contains(
                                "/ontology/classifications/0/attribute",
                                "/ontology/classifications/0/attribute/options/0/attributes/0"));
    }

    @Test
    void an_import_only_adds() {
        Street street = Street.created();
        String clip = street.clip();
        street.answer(clip, "Car", "Car=yes", 5, 5);
        LabelFiles files = new LabelFiles(street, clip);

        imports(street, files.file(files.byRun("Car", "Car=no", 0, 9, 0.9), files.byRun("Car", "Car=no", 10, 10, 0.9)))
                .statusCode(409)
                .body("code", equalTo("already-answered"))
                .body("errors.pointer", contains("/dataUnits/0/labels/0/frameRange"));
        imports(street, files.file(files.byRun("Red", "Red=yes", 5, 6, 0.9)))
                .statusCode(409)
                .body("code", equalTo("missing-parent-answer"));

        when().get("/api/data-units/" + clip + "/labels").then().body("labels", hasSize(1));
    }

    /** A run, and answers of every kind; @return the run's id. */
    private static String labelled(Street street, String clip) {
        street.answer(clip, "Car", "Car=yes", 30, 39);
        street.answer(clip, "Red", "Red=no", 30, 34);
        answer(clip, street.hash("Also"), Map.of("type", "checklist", "options", List.of(street.hash("Also=trees"))));
        answer(clip, street.hash("Note"), Map.of("type", "text", "text", "Regen, \"stark\"\n東京"));
        answer(clip, street.hash("Cars"), Map.of("type", "numeric", "number", 2.5));
        street.answer(clip, "Car", "Car=no", 700, 749);
        return street.finished(street.attachedCar(), clip, 20, 59).getString("id");
    }

    private static void answer(String clip, String attribute, Map<String, ?> answer) {
        given().contentType(ContentType.JSON)
                .body(Map.of("attribute", attribute, "frameRange", Street.range(0, 9), "answer", answer))
                .when()
                .put("/api/data-units/" + clip + "/labels")
                .then()
                .statusCode(200);
    }

    private static List<String> sources(JsonNode file) {
        List<String> runs = new ArrayList<>();
        file.get("dataUnits")
                .forEach(unit -> unit.get("labels")
                        .forEach(label ->
                                runs.add(label.get("source").path("run").asText())));
        return runs;
    }
}
