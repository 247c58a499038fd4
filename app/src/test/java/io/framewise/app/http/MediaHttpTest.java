package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class MediaHttpTest {

    private Street street;

    @BeforeEach
    void createTheProject() {
        street = Street.created();
    }

    @Test
    void an_uploaded_clip_is_a_data_unit_with_all_its_frames() {
        given().multiPart("file", Street.file("street.mp4"))
                .multiPart("title", "A street")
                .when()
                .post(street.path("/data-units"))
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/data-units/"))
                .body("title", equalTo("A street"))
                .body("kind", equalTo("video"))
                .body("frameCount", equalTo(Street.FRAMES))
                .body("width", equalTo(640))
                .body("height", equalTo(360))
                .body("contentHash", hasLength(64));

        when().get(street.path("/data-units")).then().statusCode(200).body("items.title", contains("A street"));
    }

    @Test
    void a_video_is_one_file_whatever_frames_are_asked_for() {
        String files = "/api/data-units/" + street.clip() + "/files";

        when().get(files).then().statusCode(200).body("files.name", contains("street.mp4"));
        when().get(files + "?first=30&last=40").then().statusCode(200).body("files.name", contains("street.mp4"));
        when().get(files + "?last=" + Street.FRAMES).then().statusCode(422).body("errors.pointer", contains("/last"));
    }

    @Test
    void a_file_that_is_no_medium_is_refused() {
        given().multiPart("file", Street.file("car.json"))
                .when()
                .post(street.path("/data-units"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/file/0"));
    }

    @Test
    void an_upload_without_a_file_is_refused() {
        given().multiPart("title", "Nothing")
                .when()
                .post(street.path("/data-units"))
                .then()
                .statusCode(422)
                .body("errors.code", contains("missing-file"));
    }

    @Test
    void frames_have_timestamps_in_presentation_order() {
        String clip = street.clip();

        when().get("/api/data-units/" + clip + "/frames?first=25&last=50")
                .then()
                .statusCode(200)
                .body("frameCount", equalTo(Street.FRAMES))
                .body("frames.frame", hasSize(26))
                .body("frames[0].frame", equalTo(25))
                .body("frames[0].seconds", equalTo(1.0f))
                .body("frames[25].seconds", equalTo(2.0f));
        when().get("/api/data-units/" + clip + "/frames")
                .then()
                .body("frames", hasSize(Street.FRAMES))
                .body("frames[0].keyFrame", equalTo(true));
        when().get("/api/data-units/" + clip + "/frames?first=700&last=750")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/last"));
    }

    @Test
    void a_frame_is_a_picture_that_browsers_keep() {
        String frame = "/api/data-units/" + street.clip() + "/frames/40?width=64";

        String tag = when().get(frame)
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .header("Cache-Control", allOf(containsString("private"), containsString("immutable")))
                .extract()
                .header("ETag");

        given().header("If-None-Match", tag).when().get(frame).then().statusCode(304);
    }

    @Test
    void there_is_no_frame_behind_the_last() {
        String frames = "/api/data-units/" + street.clip() + "/frames/";

        when().get(frames + 749).then().statusCode(200);
        when().get(frames + 750).then().statusCode(404).body("code", equalTo("frame-not-found"));
        when().get(frames + "-1").then().statusCode(404);
        when().get(frames + "x").then().statusCode(404);
        when().get(frames + "1?width=0").then().statusCode(422).body("errors.pointer", contains("/width"));
    }

    @Test
    void an_unknown_data_unit_is_not_found() {
        for (String below : List.of("", "/frames", "/frames/0", "/labels")) {
            when().get("/api/data-units/00000000-0000-0000-0000-000000000000" + below)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("data-unit-not-found"));
        }
    }
}
