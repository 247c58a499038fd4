package io.framewise.adapters.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.framewise.domain.Refusal;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookEvent;
import io.framewise.domain.webhook.WebhookId;
import io.framewise.domain.webhook.WebhookSecret;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server on this machine: which is just where a webhook must not lead, unless it is allowed. */
class VertxWebhookClientTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/moved") ? 302 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "2130706433"})
    void thisMachineIsNotCalledUnlessItIsAllowed(String host) {
        assertThatThrownBy(() -> client(false).send(webhook("http://" + host + ":" + port() + "/"), delivery()))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessageContaining("private-addresses");
        assertThat(calls).hasValue(0);
    }

    @Test
    void anAnswerIsItsStatus() {
        assertThat(client(true).send(webhook("http://127.0.0.1:" + port() + "/"), delivery()))
                .isEqualTo(204);
    }

    @Test
    void redirectsAreNotFollowed() {
        assertThat(client(true).send(webhook("http://127.0.0.1:" + port() + "/moved"), delivery()))
                .isEqualTo(302);
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoDoesNotAnswerIsNamed() {
        int port = port();
        server.stop(0);

        assertThatThrownBy(() -> client(true).send(webhook("http://127.0.0.1:" + port + "/"), delivery()))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessageContaining("127.0.0.1 did not answer");
        assertThatThrownBy(() -> client(true).send(webhook("http://nobody.invalid/"), delivery()))
                .hasMessageContaining("no such host");
    }

    private VertxWebhookClient client(boolean privateAddresses) {
        ObjectMapper json = new ObjectMapper().findAndRegisterModules();
        return new VertxWebhookClient(vertx, json, InstantSource.fixed(NOW), privateAddresses);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static Webhook webhook(String url) {
        return new Webhook(
                new WebhookId(UUID.randomUUID()),
                new ProjectId(UUID.randomUUID()),
                URI.create(url),
                Set.of(WebhookEvent.Type.RUN_FINISHED),
                WebhookSecret.of(new byte[WebhookSecret.BYTES]),
                null,
                false,
                new Actor("anna"),
                NOW);
    }

    private static WebhookDelivery delivery() {
        WebhookEvent event = new WebhookEvent(
                UUID.randomUUID(),
                WebhookEvent.Type.RUN_FINISHED,
                new ProjectId(UUID.randomUUID()),
                "/api/inference-runs/1",
                "inference-run.succeeded",
                new Actor("anna"),
                NOW,
                Map.of());
        return WebhookDelivery.of(
                new WebhookDeliveryId(UUID.randomUUID()), new WebhookId(UUID.randomUUID()), event, NOW);
    }
}
