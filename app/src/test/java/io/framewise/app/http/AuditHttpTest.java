package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class AuditHttpTest {

    @Test
    void the_trail_tells_who_did_what_to_which_thing_the_newest_first() {
        Street street = Street.created();
        String clip = street.clip();
        street.answer(clip, "Car", "Car=yes", 0, 9);

        given().queryParam("project", street.id())
                .when()
                .get("/api/audit-entries")
                .then()
                .statusCode(200)
                .body("items.action", contains("label.answered", "data-unit.created", "project.created"))
                .body("items.actor", everyItem(equalTo("local")))
                .body("items[2].subject", equalTo(Map.of("noun", "project", "id", street.id(), "project", street.id())))
                .body("items[1].details.frames", equalTo("750"))
                .body("items.hash", everyItem(hasLength(64)));
    }

    @Test
    void each_entry_carries_the_hash_of_the_one_before() {
        Street.created();
        Street.created();

        List<String> hashes =
                when().get("/api/audit-entries?limit=2").then().extract().path("items.hash");
        when().get("/api/audit-entries?limit=1").then().body("items[0].previousHash", equalTo(hashes.get(1)));
    }

    @Test
    void entries_are_found_by_noun_id_action_actor_and_time() {
        String project = Street.created().id();

        for (Map<String, String> filter : List.of(
                Map.of("noun", "project", "id", project),
                Map.of("id", project, "action", "project.created"),
                Map.of("id", project, "actor", "local", "from", "2020-01-01T00:00:00Z"))) {
            given().queryParams(filter)
                    .when()
                    .get("/api/audit-entries")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1));
        }
        given().queryParams(Map.of("id", project, "actor", "somebody"))
                .when()
                .get("/api/audit-entries")
                .then()
                .body("items", empty());
        given().queryParams(Map.of("id", project, "to", "2020-01-01T00:00:00Z"))
                .when()
                .get("/api/audit-entries")
                .then()
                .body("items", empty());
    }

    @Test
    void it_comes_in_pages() {
        String project = Street.created().id();
        Street.created();

        String token = when().get("/api/audit-entries?limit=1").then().extract().path("nextPageToken");
        given().queryParams(Map.of("limit", 1, "pageToken", token))
                .when()
                .get("/api/audit-entries")
                .then()
                .statusCode(200)
                .body("items[0].subject.id", equalTo(project));
        when().get("/api/audit-entries?limit=501").then().statusCode(422).body("errors.pointer", contains("/limit"));
        when().get("/api/audit-entries?limit=many").then().statusCode(422).body("errors.pointer", contains("/limit"));
    }
}
