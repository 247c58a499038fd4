package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the committed description of the API against the code. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class OpenApiTest {

    private static final Path COMMITTED = Path.of("../openapi.yaml");

    @Test
    void the_committed_description_is_that_of_the_code() throws IOException {
        String now = given().when()
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(COMMITTED, now);
        }

        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as(
                        "openapi.yaml is out of date. Write it anew with:"
                                + " mvn test -pl app -am -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dopenapi.write=true")
                .isEqualTo(now);
    }
}
