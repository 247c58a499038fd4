package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that come in over several connections (tus 1.0.0). */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class UploadsHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestHTTPResource
    URI home;

    private Street street;
    private byte[] clip;

    @BeforeEach
    void createTheProject() throws IOException {
        street = Street.created();
        clip = Files.readAllBytes(Street.file("street.mp4").toPath());
    }

    @Test
    void what_the_protocol_offers_is_said() {
        given().when()
                .options(street.path("/uploads"))
                .then()
                .statusCode(204)
                .header("Tus-Version", "1.0.0")
                .header("Tus-Extension", containsString("creation-with-upload"))
                .header("Tus-Max-Size", matchesPattern("\\d+"));
    }

    @Test
    void an_upload_goes_on_where_its_connection_broke() throws Exception {
        String upload = begun(clip.length, "street.mp4");
        int cut = clip.length / 3;

        // Bytes that are still on their way when the connection breaks may be lost: the client sends those again.
        try (Socket connection = connected()) {
            send(connection, upload, clip, cut);
            awaitOffset(upload, cut);
        }
        // The server counts what it has, and takes no second copy of it.
        append(upload, 0, clip).statusCode(409).body("code", equalTo("offset-mismatch"));
        append(upload, cut, Arrays.copyOfRange(clip, cut, clip.length))
                .statusCode(204)
                .header("Upload-Offset", Integer.toString(clip.length));

        JsonPath made = made(List.of(upload)).statusCode(201).extract().jsonPath();
        assertThat(made.getString("title")).isEqualTo("street.mp4");
        assertThat(made.getInt("frameCount")).isEqualTo(Street.FRAMES);
        given().get("/api/data-units/" + street.clip())
                .then()
                .body("contentHash", equalTo(made.getString("contentHash")));
    }

    @Test
    void of_the_same_files_there_is_one_data_unit() {
        String upload = whole(clip, "street.mp4");

        String first = made(List.of(upload)).statusCode(201).extract().path("id");
        String again = made(List.of(upload)).statusCode(201).extract().path("id");

        assertThat(again).isEqualTo(first);
        given().get(street.path("/data-units")).then().body("items", hasSize(1));
    }

    @Test
    void several_images_make_a_group_in_the_order_in_which_they_are_named() throws IOException {
        byte[] frame = given().get("/api/data-units/" + street.clip() + "/frames/0")
                .then()
                .extract()
                .asByteArray();
        byte[] other = given().get("/api/data-units/" + street.clip() + "/frames/400")
                .then()
                .extract()
                .asByteArray();

        String group = made(List.of(whole(other, "b.jpg"), whole(frame, "a.jpg")))
                .statusCode(201)
                .body("kind", equalTo("imageGroup"))
                .extract()
                .path("id");
        given().get("/api/data-units/" + group + "/files").then().body("files.name", contains("b.jpg", "a.jpg"));
    }

    @Test
    void a_request_that_goes_on_silences_the_one_before_it() throws Exception {
        String upload = begun(clip.length, "street.mp4");
        try (Socket open = connected()) {
            send(open, upload, clip, 1_000);
            awaitOffset(upload, 1_000);

            append(upload, 1_000, Arrays.copyOfRange(clip, 1_000, 2_000)).statusCode(204);
            open.getOutputStream().write(clip, 1_000, 5_000);
            open.getOutputStream().flush();

            String answer = new String(open.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 409");
        }
        tus().head(upload).then().header("Upload-Offset", "2000");
    }

    @Test
    void more_bytes_than_announced_are_refused() {
        String upload = begun(10, "street.mp4");

        append(upload, 0, Arrays.copyOf(clip, 11)).statusCode(422).body("errors.code", contains("too-many-bytes"));
    }

    @Test
    void nothing_is_made_of_files_that_are_not_there() {
        String half = begun(10, "half.png");
        String unknown = street.path("/uploads/" + UUID.randomUUID());
        String foreign =
                whole(clip, "street.mp4").replace(street.id(), Street.created().id());

        made(List.of(half, unknown, foreign))
                .statusCode(422)
                .body("errors.pointer", contains("/uploads/0", "/uploads/1"))
                .body("errors.code", contains("upload-incomplete", "upload-unknown"));
        tus().head(foreign).then().statusCode(404);
        made(List.of()).statusCode(422).body("errors.pointer", contains("/uploads"));
    }

    @Test
    void files_that_are_refused_go() {
        String upload = whole("no picture".getBytes(StandardCharsets.UTF_8), "broken.png");

        made(List.of(upload)).statusCode(422).body("errors.pointer", contains("/file/0"));

        tus().head(upload).then().statusCode(404);
    }

    @Test
    void an_upload_can_be_given_up() {
        String upload = begun(10, "street.mp4");

        tus().delete(upload).then().statusCode(204);

        tus().head(upload).then().statusCode(404);
        tus().delete(upload).then().statusCode(404);
    }

    @Test
    void requests_that_are_not_of_the_protocol_are_refused() {
        given().header("Upload-Length", 10)
                .post(street.path("/uploads"))
                .then()
                .statusCode(412)
                .body("code", equalTo("unsupported-tus-version"));
        tus().post(street.path("/uploads")).then().statusCode(422).body("errors.pointer", contains("/Upload-Length"));
        tus().header("Upload-Length", 1L << 50)
                .post(street.path("/uploads"))
                .then()
                .statusCode(413);
        tus().header("Upload-Length", 10)
                .header("Upload-Metadata", "filename ***")
                .post(street.path("/uploads"))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/Upload-Metadata"));
        tus().header("Upload-Length", 10)
                .post("/api/projects/" + UUID.randomUUID() + "/uploads")
                .then()
                .statusCode(404);
        tus().contentType(ContentType.JSON)
                .header("Upload-Offset", 0)
                .body("{}")
                .patch(begun(10, "street.mp4"))
                .then()
                .statusCode(415);
    }

    private static RequestSpecification tus() {
        return given().header("Tus-Resumable", "1.0.0");
    }

    /** @return its path */
    private String begun(int length, String name) {
        return path(tus().header("Upload-Length", length)
                .header("Upload-Metadata", metadata(name))
                .post(street.path("/uploads"))
                .then()
                .statusCode(201)
                .header("Upload-Offset", "0")
                .header("Upload-Expires", notNullValue()));
    }

    private String whole(byte[] bytes, String name) {
        return path(tus().header("Upload-Length", bytes.length)
                .header("Upload-Metadata", metadata(name))
                .contentType("application/offset+octet-stream")
                .body(bytes)
                .post(street.path("/uploads"))
                .then()
                .statusCode(201)
                .header("Upload-Offset", Integer.toString(bytes.length)));
    }

    private static String path(ValidatableResponse created) {
        return URI.create(created.extract().header("Location")).getPath();
    }

    private static String metadata(String name) {
        return "filename " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse append(String upload, int offset, byte[] bytes) {
        return tus().header("Upload-Offset", offset)
                .contentType("application/offset+octet-stream")
                .body(bytes)
                .patch(upload)
                .then();
    }

    private ValidatableResponse made(List<String> uploads) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "uploads",
                        uploads.stream()
                                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                                .toList()))
                .post(street.path("/data-units/from-uploads"))
                .then();
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(home.getHost(), home.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Announces all bytes and sends the first of them. */
    private void send(Socket socket, String upload, byte[] bytes, int sent) throws IOException {
        String head = String.join(
                "\r\n",
                "PATCH " + upload + " HTTP/1.1",
                "Host: " + home.getAuthority(),
                "Tus-Resumable: 1.0.0",
                "Upload-Offset: 0",
                "Content-Type: application/offset+octet-stream",
                "Content-Length: " + bytes.length,
                "",
                "");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes, 0, sent);
        socket.getOutputStream().flush();
    }

    private static void awaitOffset(String upload, int expected) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        String offset = "";
        while (Instant.now().isBefore(deadline)) {
            offset = tus().head(upload).then().statusCode(200).extract().header("Upload-Offset");
            if (offset.equals(Integer.toString(expected))) {
                return;
            }
            Thread.sleep(50);
        }
        assertThat(offset).isEqualTo(Integer.toString(expected));
    }
}
