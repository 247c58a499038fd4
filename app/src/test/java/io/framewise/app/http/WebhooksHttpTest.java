package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.*;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other systems are told what has happened, by a real server that gets it. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class WebhooksHttpTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** What was received. */
    record Received(String id, String timestamp, String signature, String contentType, String body) {
        JsonPath json() {
            return JsonPath.from(body);
        }
    }

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private HttpServer receiver;
    private Street street;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hooks", this::receive);
        receiver.start();
        street = Street.created();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Integer answer = answers.poll();
        exchange.sendResponseHeaders(answer == null ? 204 : answer, -1);
        exchange.close();
    }

    @Test
    void the_end_of_a_run_is_told_signed_as_a_cloud_event() throws Exception {
        JsonPath webhook = created(List.of("inference-run.finished"));
        String clip = street.clip();

        JsonPath run = street.finished(street.attachedCar(), clip, 0, 9);

        Received told = next();
        JsonPath event = told.json();
        assertThat(told.contentType()).startsWith("application/cloudevents+json");
        assertThat(event.getString("specversion")).isEqualTo("1.0");
        assertThat(event.getString("id")).isEqualTo(told.id());
        assertThat(event.getString("type")).isEqualTo("io.framewise.inference-run.finished");
        assertThat(event.getString("source")).isEqualTo("/api/projects/" + street.id());
        assertThat(event.getString("subject")).isEqualTo("/api/inference-runs/" + run.getString("id"));
        assertThat(event.getString("data.details.labelled")).isEqualTo(run.getString("outcome.counts.labelled"));
        assertThat(told.signature()).isEqualTo(signature(webhook.getString("secret"), told));
        assertThat(received.poll(1, TimeUnit.SECONDS))
                .as("nothing else is told")
                .isNull();
        awaitDelivery(webhook, "delivered");
    }

    @Test
    void changed_labels_and_a_cancelled_run_are_told() throws Exception {
        created(List.of("labels.changed", "inference-run.cancelled"));
        String clip = street.clip();

        street.answer(clip, "Car", "Car=yes", 3, 5);

        Received answered = next();
        assertThat(answered.json().getString("type")).isEqualTo("io.framewise.labels.changed");
        assertThat(answered.json().getString("subject")).isEqualTo("/api/data-units/" + clip + "/labels");
        assertThat(answered.json().getString("data.action")).isEqualTo("label.answered");
        String run = street.started(street.attachedCar(), clip, 0, 749);
        when().post("/api/inference-runs/" + run + "/cancel").then().statusCode(202);
        assertThat(List.of(next().json().getString("type"), next().json().getString("type")))
                .containsExactlyInAnyOrder("io.framewise.inference-run.cancelled", "io.framewise.labels.changed");
    }

    @Test
    void what_is_not_taken_is_sent_again_with_the_same_id() throws Exception {
        JsonPath webhook = created(List.of("inference-run.finished"));
        answers.addAll(List.of(500, 302));

        test(webhook);

        Received first = next();
        Received second = next();
        Received third = next();
        assertThat(first.json().getString("type")).isEqualTo("io.framewise.webhook.test");
        assertThat(List.of(second.id(), third.id())).containsOnly(first.id());
        assertThat(third.body()).isEqualTo(first.body());
        JsonPath delivered = awaitDelivery(webhook, "delivered");
        assertThat(delivered.getInt("items[0].tries")).isEqualTo(3);
        assertThat(delivered.getInt("items[0].status")).isEqualTo(204);
        String delivery = delivered.getString("items[0].id");
        when().post(path(webhook) + "/deliveries/" + delivery + "/redeliver")
                .then()
                .statusCode(202)
                .body("state", equalTo("pending"));
        assertThat(next().id()).isEqualTo(first.id());
    }

    @Test
    void who_says_gone_is_told_nothing_any_more_until_enabled_again() throws Exception {
        JsonPath webhook = created(List.of("labels.changed"));
        answers.add(410);
        test(webhook);
        next();
        awaitDelivery(webhook, "failed");

        when().get(path(webhook))
                .then()
                .body("enabled", equalTo(false))
                .body("disabled", containsString("410"))
                .body("secret", nullValue());
        when().post(path(webhook) + "/test").then().statusCode(409).body("code", equalTo("webhook-disabled"));
        street.answer(street.clip(), "Car", "Car=yes", 0, 0);
        assertThat(received.poll(1, TimeUnit.SECONDS)).isNull();
        given().contentType(ContentType.JSON)
                .body(Map.of("enabled", true))
                .when()
                .patch(path(webhook))
                .then()
                .statusCode(200)
                .body("enabled", equalTo(true));
        test(webhook);
        next();
    }

    @Test
    void a_new_secret_signs_from_then_on() throws Exception {
        JsonPath webhook = created(List.of("labels.changed"));

        String secret = when().post(path(webhook) + "/rotate-secret")
                .then()
                .statusCode(200)
                .extract()
                .path("secret");

        assertThat(secret).isNotEqualTo(webhook.getString("secret"));
        test(webhook);
        Received told = next();
        assertThat(told.signature()).isEqualTo(signature(secret, told));
    }

    @Test
    void a_removed_webhook_is_told_nothing_and_is_not_listed() throws Exception {
        JsonPath webhook = created(List.of("labels.changed"));

        when().delete(path(webhook)).then().statusCode(204);

        street.answer(street.clip(), "Car", "Car=yes", 0, 0);
        assertThat(received.poll(1, TimeUnit.SECONDS)).isNull();
        when().get("/api/projects/" + street.id() + "/webhooks").then().body("items", empty());
        when().get(path(webhook)).then().statusCode(200);
        when().post(path(webhook) + "/test").then().statusCode(404);
    }

    @Test
    void what_is_wrong_with_a_webhook_is_said_at_once() {
        given().contentType(ContentType.JSON)
                .body(Map.of("url", "ftp://example.org", "events", List.of("labels.changed", "birthday")))
                .when()
                .post("/api/projects/" + street.id() + "/webhooks")
                .then()
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/url", "/events/1"));
        given().contentType(ContentType.JSON)
                .body(Map.of("events", List.of()))
                .when()
                .post("/api/projects/" + street.id() + "/webhooks")
                .then()
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/url", "/events"));
    }

    /** As a receiver computes it. */
    private static String signature(String secret, Received told) throws GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = told.id() + "." + told.timestamp() + "." + told.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonPath created(List<String> events) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks?of=" + street.id();
        return given().contentType(ContentType.JSON)
                .body(Map.of("url", url, "events", events))
                .when()
                .post("/api/projects/" + street.id() + "/webhooks")
                .then()
                .statusCode(201)
                .body("secret", startsWith("whsec_"))
                .body("enabled", equalTo(true))
                .extract()
                .jsonPath();
    }

    private void test(JsonPath webhook) {
        when().post(path(webhook) + "/test").then().statusCode(202);
    }

    private String path(JsonPath webhook) {
        return "/api/projects/" + street.id() + "/webhooks/" + webhook.getString("id");
    }

    private Received next() throws InterruptedException {
        Received one = received.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(one).as("it is told soon").isNotNull();
        return one;
    }

    private JsonPath awaitDelivery(JsonPath webhook, String state) throws InterruptedException {
        Instant deadline = Instant.now().plus(SOON);
        while (true) {
            JsonPath page = when().get(path(webhook) + "/deliveries").jsonPath();
            if (state.equals(page.getString("items[0].state"))) {
                return page;
            }
            assertThat(Instant.now()).as(page.prettify()).isBefore(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
