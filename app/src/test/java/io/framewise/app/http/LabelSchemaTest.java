package io.framewise.app.http;

import static io.framewise.app.http.LabelFiles.export;
import static io.framewise.app.http.LabelFiles.imports;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the JSON Schema of label files against the files. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LabelSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final String text = read(Path.of("../docs/labels.schema.json"));
    private final JsonSchema schema = SCHEMAS.getSchema(text);
    private Street street;
    private LabelFiles files;

    @BeforeEach
    void uploadTheClip() {
        street = Street.created();
        files = new LabelFiles(street, street.clip());
    }

    @Test
    void the_schema_is_one() throws IOException {
        JsonSchema ofSchemas = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(ofSchemas.validate(JSON.readTree(text))).isEmpty();
    }

    @Test
    void the_schema_is_served() {
        String served = when().get("/schemas/labels.schema.json")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(served).isEqualTo(text);
    }

    @Test
    void an_export_has_the_form_of_the_schema() throws IOException {
        imports(
                        street,
                        files.file(
                                files.byRun("Car", "Car=yes", 0, 9, 0.75),
                                files.byAnna("Red", files.radio("Red=no"), 3, 4),
                                files.byAnna("Note", Map.of("type", "text", "text", "Rain"), 0, 0),
                                files.byAnna("Cars", Map.of("type", "numeric", "number", 2), 0, 0),
                                files.byAnna("Also", Map.of("type", "checklist", "options", List.of()), 0, 0)))
                .statusCode(200);

        assertThat(violations(export(street.path(""), "json"))).isEmpty();
    }

    @Test
    void what_is_imported_by_hand_has_the_form_of_the_schema() throws IOException {
        Map<String, Object> held = files.byRun("Car", "Car=yes", 0, 9, 0.75);
        held.put("held", List.of(Map.of("first", 1, "last", 4), Map.of("first", 6, "last", 9)));
        assertThat(violations(JSON.writeValueAsString(files.file(held)))).isEmpty();
    }

    @Test
    void the_schema_refuses_what_an_import_refuses() throws IOException {
        Map<String, Object> sure = files.byRun("Car", "Car=yes", 0, 0, 1.5);
        Map<String, Object> unsure = files.byRun("Car", "Car=yes", 0, 0, 1);
        unsure.remove("confidences");
        Map<String, Object> person = files.byAnna("Car", files.radio("Car=yes"), 0, 0);
        person.put("confidences", List.of(0.5));
        Map<String, Object> coloured = files.byAnna("Car", files.radio("Car=yes"), 0, 0);
        coloured.put("colour", "red");

        for (Map<String, Object> label : List.of(sure, unsure, person, coloured)) {
            Map<String, Object> file = files.file(label);
            assertThat(violations(JSON.writeValueAsString(file)))
                    .as("%s", label)
                    .isNotEmpty();
            imports(street, file).statusCode(422);
        }
    }

    private List<String> violations(String file) throws IOException {
        JsonNode tree = JSON.readTree(file);
        return schema.validate(tree).stream().map(Object::toString).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
