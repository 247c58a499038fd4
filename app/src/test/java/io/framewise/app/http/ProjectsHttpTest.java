package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class ProjectsHttpTest {

    @Test
    void a_project_is_created_with_its_ontology_and_found_at_its_location() {
        String location = given().contentType(ContentType.JSON)
                .body("""
                        {"title": " Street ", "description": "Cars", "ontology": {"classifications": [
                          {"attribute": {"type": "numeric", "title": "Cars", "minimum": 0, "maximum": 9.5}}]}}""")
                .when()
                .post("/api/projects")
                .then()
                .statusCode(201)
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .header("Location");

        when().get(location)
                .then()
                .statusCode(200)
                .body("title", equalTo("Street"))
                .body("description", equalTo("Cars"))
                .body("createdAt", endsWith("Z"))
                .body("ontology.revision", equalTo(1))
                .body("ontology.classifications[0].attribute.type", equalTo("numeric"))
                .body("ontology.classifications[0].attribute.featureNodeHash", hasLength(8))
                .body("ontology.classifications[0].attribute.maximum", equalTo(9.5f));
    }

    @Test
    void everything_that_is_wrong_with_a_project_is_said_at_once() {
        given().contentType(ContentType.JSON)
                .body("""
                        {"title": "", "ontology": {"classifications": [
                          {"attribute": {"type": "radio", "title": "Car"}}, {"attribute": {"type": "dance", "title": "x"}}]}}""")
                .when()
                .post("/api/projects")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body(
                        "errors.pointer",
                        hasItems(
                                "/title",
                                "/ontology/classifications/0/attribute/options",
                                "/ontology/classifications/1/attribute/type"))
                .body("errors.code", hasItems("title-length", "no-options", "unknown-attribute-type"));
    }

    @Test
    void projects_come_in_pages_the_newest_first() {
        String older = Street.created().id();
        String newer = Street.created().id();

        String token = when().get("/api/projects?limit=1")
                .then()
                .statusCode(200)
                .body("items.id", contains(newer))
                .body("nextPageToken", notNullValue())
                .extract()
                .path("nextPageToken");

        given().queryParam("pageToken", token)
                .queryParam("limit", 1)
                .when()
                .get("/api/projects")
                .then()
                .statusCode(200)
                .body("items.id", contains(older));
    }

    @Test
    void a_page_token_of_somebody_elses_making_is_invalid() {
        when().get("/api/projects?pageToken=nonsense")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/pageToken"));
    }

    @Test
    void an_ontology_is_revised_and_earlier_revisions_stay_readable() {
        Street street = Street.created();
        String tree = when().get(street.path("/ontology"))
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .extract()
                .asString();
        String edited = tree.replace("\"Note\"", "\"Remark\"");

        given().contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(edited)
                .when()
                .put(street.path("/ontology"))
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("revision", equalTo(2))
                .body("classifications[2].attribute.title", equalTo("Remark"));

        when().get(street.path("/ontology?revision=1"))
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("classifications[2].attribute.title", equalTo("Note"));
        when().get(street.path("/ontology?revision=3")).then().statusCode(404);
    }

    @Test
    void an_edit_of_an_outdated_revision_fails_its_precondition() {
        Street street = Street.created();

        given().contentType(ContentType.JSON)
                .header("If-Match", "\"7\"")
                .body("{\"classifications\": []}")
                .when()
                .put(street.path("/ontology"))
                .then()
                .statusCode(412)
                .body("code", equalTo("ontology-revised"));
    }

    @Test
    void nodes_cannot_be_left_out_of_a_revision() {
        Street street = Street.created();

        given().contentType(ContentType.JSON)
                .body("{\"classifications\": []}")
                .when()
                .put(street.path("/ontology"))
                .then()
                .statusCode(422)
                .body("code", equalTo("node-removed"));
    }

    @Test
    void an_unknown_project_is_not_found() {
        for (String id : List.of("00000000-0000-0000-0000-000000000000", "nonsense")) {
            when().get("/api/projects/" + id).then().statusCode(404).body("code", equalTo("project-not-found"));
            when().get("/api/projects/" + id + "/ontology").then().statusCode(404);
            when().get("/api/projects/" + id + "/data-units").then().statusCode(404);
            when().get("/api/projects/" + id + "/attached-models").then().statusCode(404);
            given().contentType(ContentType.JSON)
                    .body(Map.of())
                    .when()
                    .post("/api/projects/" + id + "/inference-runs")
                    .then()
                    .statusCode(404);
        }
    }
}
