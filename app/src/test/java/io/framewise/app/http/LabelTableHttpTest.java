package io.framewise.app.http;

import static io.framewise.app.http.LabelFiles.export;
import static io.framewise.app.http.LabelFiles.imports;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table that an export in CSV is, to the letter. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LabelTableHttpTest {

    private static final String COLUMNS =
            "dataUnit,attribute,option,firstFrame,lastFrame,startSeconds,endSeconds,source,confidence";

    private Street street;
    private LabelFiles files;
    private String clip;

    @BeforeEach
    void uploadTheClip() {
        street = Street.created();
        clip = given().multiPart("file", Street.file("street.mp4"))
                .multiPart("title", "=SUM(A1), \"clip\"")
                .when()
                .post(street.path("/data-units"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        files = new LabelFiles(street, clip);
    }

    @Test
    void labels_are_rows_with_titles_and_seconds_and_the_mean_confidence() {
        Map<String, Object> run = files.byRun("Car", "Car=yes", 10, 12, 0);
        run.put("confidences", List.of(0.5, 0.75, 1));
        imports(
                        street,
                        files.file(
                                run,
                                files.byAnna("Car", files.radio("Car=no"), 749, 749),
                                files.byRun("Red", "Red=no", 11, 11, 0.625),
                                files.byAnna("Also", checklist("Also=trees", "Also=houses"), 0, 0),
                                files.byAnna("Also", checklist(), 1, 1)))
                .statusCode(200);

        assertThat(rows())
                .containsExactly(
                        COLUMNS,
                        "\"'=SUM(A1), \"\"clip\"\"\",Car,yes,10,12,0.4,0.52,\"model: Cars, iteration 2\",0.75",
                        "\"'=SUM(A1), \"\"clip\"\"\",Car,no,749,749,29.96,30,person: anna,",
                        "\"'=SUM(A1), \"\"clip\"\"\",Car / yes / Red,no,11,11,0.44,0.48,\"model: Cars, iteration 2\",0.625",
                        "\"'=SUM(A1), \"\"clip\"\"\",Also,"
                                + inOrder("houses", "trees").get(0) + ",0,0,0,0.04,person: anna,",
                        "\"'=SUM(A1), \"\"clip\"\"\",Also,"
                                + inOrder("houses", "trees").get(1) + ",0,0,0,0.04,person: anna,",
                        "\"'=SUM(A1), \"\"clip\"\"\",Also,,1,1,0.04,0.08,person: anna,");
    }

    @Test
    void nothing_becomes_a_formula_and_numbers_stay_numbers() {
        imports(
                        street,
                        files.file(
                                files.byAnna("Note", text("=1+1"), 0, 0),
                                files.byAnna("Note", text("+1"), 1, 1),
                                files.byAnna("Note", text("-1"), 2, 2),
                                files.byAnna("Note", text("@SUM(A1)"), 3, 3),
                                files.byAnna("Note", text("\t=1"), 4, 4),
                                files.byAnna("Note", text("two\r\nlines"), 5, 5),
                                files.byAnna("Note", text("a=b 東京"), 6, 6),
                                files.byAnna("Cars", Map.of("type", "numeric", "number", 0.001), 7, 7)))
                .statusCode(200);

        assertThat(export("/api/data-units/" + clip, "csv"))
                .contains(
                        ",Note,'=1+1,0,0,",
                        ",Note,'+1,1,1,",
                        ",Note,'-1,2,2,",
                        ",Note,'@SUM(A1),3,3,",
                        ",Note,'\t=1,4,4,",
                        ",Note,\"two\r\nlines\",5,5,",
                        ",Note,a=b 東京,6,6,",
                        ",Cars,0.001,7,7,");
    }

    @Test
    void a_project_without_labels_is_a_line_of_column_names() {
        assertThat(export(street.path(""), "csv")).isEqualTo(COLUMNS + "\r\n");
    }

    private List<String> rows() {
        return List.of(export(street.path(""), "csv").split("\r\n"));
    }

    /** Options of a checklist are kept by their hashes. */
    private List<String> inOrder(String... options) {
        return java.util.Arrays.stream(options)
                .sorted(java.util.Comparator.comparing(option -> street.hash("Also=" + option)))
                .toList();
    }

    private Map<String, Object> checklist(String... options) {
        return Map.of(
                "type",
                "checklist",
                "options",
                java.util.Arrays.stream(options).map(street::hash).toList());
    }

    private static Map<String, Object> text(String text) {
        return Map.of("type", "text", "text", text);
    }
}
