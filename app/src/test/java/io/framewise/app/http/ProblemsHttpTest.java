package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused before a use case is asked. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class ProblemsHttpTest {

    @Test
    void the_front_door_is_the_web_page_with_its_program_and_the_documentation_is_behind_it() {
        String page = when().get("/")
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .body(containsString("<fw-app>"))
                .extract()
                .asString();
        String program = page.replaceAll("(?s).*src=\"(/[^\"]+[.]js)\".*", "$1");
        when().get(program).then().statusCode(200).body(containsString("fw-automated-labeling"));
        when().get("/q/swagger-ui/").then().statusCode(200).body(containsString("swagger"));
    }

    @Test
    void an_unknown_address_is_a_problem_too() {
        when().get("/api/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not-found"))
                .body("instance", equalTo("/api/nothing"))
                .body("type", equalTo("/problems/not-found"));
    }

    @Test
    void malformed_json_is_a_bad_request() {
        for (String body :
                List.of("{", "{\"title\": NaN}", "{\"title\": \"a\", \"title\": \"b\"}", "{\"title\": \"a\"} more")) {
            post(body).statusCode(400).body("code", equalTo("malformed-json")).body("detail", containsString("line 1"));
        }
    }

    @Test
    void what_does_not_fit_is_pointed_at() {
        post("{\"title\": \"a\", \"colour\": 1}").statusCode(422).body("errors.pointer", contains("/colour"));
        post("{\"title\": 1}").statusCode(422).body("errors.pointer", contains("/title"));
        post("[]").statusCode(422).body("errors.pointer", contains(""));
        post("null").statusCode(422).body("code", equalTo("missing-body"));
        post("").statusCode(422).body("code", equalTo("missing-body"));
        for (String number : List.of("\"NaN\"", "\"Infinity\"", "1e999", "\"1\"", "true")) {
            post("{\"title\": \"a\", \"ontology\": {\"classifications\": [{\"attribute\": {\"type\": \"numeric\", \"title\": \"n\", \"minimum\": "
                            + number + "}}]}}")
                    .statusCode(422)
                    .body("errors.pointer", contains("/ontology/classifications/0/attribute/minimum"));
        }
    }

    @Test
    void methods_and_media_types_that_are_not_served_are_refused() {
        when().delete("/api/projects").then().statusCode(405).body("code", equalTo("method-not-allowed"));
        given().contentType("text/plain")
                .body("a")
                .when()
                .post("/api/projects")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        given().accept("text/html")
                .when()
                .get("/api/projects")
                .then()
                .statusCode(406)
                .body("code", equalTo("not-acceptable"));
    }

    @Test
    void a_form_that_ends_too_early_is_a_bad_request() {
        given().header("Content-Type", "multipart/form-data; boundary=x")
                .body("--x\r\nno end".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .when()
                .post("/api/models")
                .then()
                .statusCode(400);
    }

    @Test
    void a_host_that_is_not_ours_is_refused() {
        given().header("Host", "evil.example")
                .when()
                .get("/api/projects")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("foreign-host"));
        given().header("Host", "evil.example")
                .when()
                .get("/q/health/ready")
                .then()
                .statusCode(200);
    }

    @Test
    void a_page_of_another_site_changes_nothing() {
        for (String origin : List.of("http://evil.example", "null", "http://localhost:1")) {
            given().header("Origin", origin)
                    .contentType(ContentType.JSON)
                    .body(Map.of("title", "a"))
                    .when()
                    .post("/api/projects")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("foreign-origin"));
        }
        given().header("Sec-Fetch-Site", "cross-site")
                .contentType(ContentType.JSON)
                .body(Map.of("title", "a"))
                .when()
                .post("/api/projects")
                .then()
                .statusCode(403);
    }

    @Test
    void our_own_pages_may_change_things() {
        given().header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
                .contentType(ContentType.JSON)
                .body(Map.of("title", "a"))
                .when()
                .post("/api/projects")
                .then()
                .statusCode(201);
    }

    private static io.restassured.response.ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post("/api/projects")
                .then();
    }
}
