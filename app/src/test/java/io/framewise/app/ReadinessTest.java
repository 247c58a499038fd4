package io.framewise.app;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class ReadinessTest {
    @Test
    void the_whole_system_starts_and_says_that_it_is_ready() {
        when().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void without_a_bucket_blobs_are_kept_in_a_folder() {
        when().get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'Blob store' }.data.kind", equalTo("folder"));
    }

    @Test
    void its_metrics_can_be_scraped() {
        when().get("/q/metrics").then().statusCode(200);
    }
}
