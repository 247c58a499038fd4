package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What a user of fastai uploads: the export, without a manifest, and golden samples. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class FastaiExportHttpTest {

    private static final Path FASTAI = Path.of("..", "adapters-inference", "src", "test", "resources", "fastai");

    private static byte[] export() throws IOException {
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(FASTAI.resolve("resnet18-aug.pkl.gz")))) {
            return packed.readAllBytes();
        }
    }

    private static byte[] pictures() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive);
                Stream<Path> files = Files.list(FASTAI.resolve("pictures"))) {
            for (Path file : files.toList()) {
                zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
                Files.copy(file, zip);
            }
        }
        return archive.toByteArray();
    }

    private static String probabilities() throws IOException {
        return Files.readString(FASTAI.resolve("resnet18-aug.json"));
    }

    private static ValidatableResponse upload(String probabilities) throws IOException {
        return given().multiPart("weights", "shapes.pkl", export())
                .multiPart("goldens", "goldens.zip", pictures())
                .multiPart("goldenProbabilities", "goldens.json", probabilities.getBytes(StandardCharsets.UTF_8))
                .when()
                .post("/api/models")
                .then();
    }

    @Test
    void an_export_is_imported_without_a_manifest_and_its_check_tells_all() throws IOException {
        upload(probabilities())
                .statusCode(201)
                .body("title", equalTo("shapes"))
                .body("architecture", equalTo("resnet18"))
                .body("features", contains("circle", "cross", "square"))
                .body("iterations[0].weights", hasLength(64))
                .body("iterations[0].preprocessing.resize", equalTo("pad"))
                .body("iterations[0].preprocessing.padding", equalTo("reflection"))
                .body("iterations[0].preprocessing.secondResize.width", equalTo(64))
                .body("iterations[0].check.format", equalTo("fastai"))
                .body("iterations[0].check.parameters", equalTo(11_705_408))
                .body("iterations[0].check.goldens.samples", equalTo(9))
                .body("iterations[0].check.goldens.topClassAgrees", equalTo(true))
                .body("iterations[0].check.goldens.largest", lessThan(2e-5f));
    }

    @Test
    void required_golden_samples_that_differ_refuse_the_import_and_nothing_is_kept() throws IOException {
        String shifted = probabilities().replaceFirst("0\\.1762\\d*", "0.1862").replaceFirst("0\\.3869\\d*", "0.3769");
        List<String> before = given().get("/api/models?limit=500").jsonPath().getList("items.id");

        upload(shifted)
                .statusCode(422)
                .body("errors.pointer", contains("/goldenProbabilities"))
                .body("errors.code", contains("goldens-differ"))
                .body("errors[0].detail", containsString("0-circle.png"));

        given().get("/api/models?limit=500").then().body("items.id", equalTo(before));
    }
}
