package io.framewise.adapters.web.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.application.webhook.WebhookClient;
import io.framewise.domain.Refusal;
import io.framewise.domain.webhook.Webhook;
import io.framewise.domain.webhook.WebhookDelivery;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls addresses that people have given: the name is looked up here, once, and the connection goes to the address that was
 * checked. Redirects are not followed, and of the answer nothing but its status is read.
 */
@Singleton
final class VertxWebhookClient implements WebhookClient {

    private static final int TIMEOUT_SECONDS = 10;

    private final HttpClient client;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final boolean privateAddresses;

    VertxWebhookClient(
            Vertx vertx,
            ObjectMapper json,
            InstantSource clock,
            @ConfigProperty(name = "framewise.webhooks.private-addresses") boolean privateAddresses) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))
                .setIdleTimeout(TIMEOUT_SECONDS));
        this.json = json;
        this.clock = clock;
        this.privateAddresses = privateAddresses;
    }

    @Override
    public int send(Webhook webhook, WebhookDelivery delivery) {
        URI url = webhook.url();
        boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() < 0 ? encrypted ? 443 : 80 : url.getPort();
        String id = delivery.event().id().toString();
        long now = clock.instant().getEpochSecond();
        String body = body(delivery);
        RequestOptions request = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, address(url).getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(encrypted)
                .setURI(path(url))
                .setMethod(HttpMethod.POST)
                .setFollowRedirects(false)
                .setTimeout(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))
                .putHeader("Content-Type", "application/cloudevents+json; charset=utf-8")
                .putHeader("User-Agent", "Framewise")
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", Long.toString(now))
                .putHeader("webhook-signature", WebhookSignature.of(webhook.secret(), id, now, body));
        try {
            return client.request(request)
                    .compose(sent -> sent.send(body).map(answer -> {
                        int status = answer.statusCode();
                        sent.reset();
                        return status;
                    }))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2L * TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw unanswered(url, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw unanswered(url, "no answer within " + 2 * TIMEOUT_SECONDS + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(url, "interrupted");
        }
    }

    private String body(WebhookDelivery delivery) {
        try {
            return json.writeValueAsString(CloudEventJson.of(delivery.event()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event has a JSON form.", e);
        }
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** The first of a name's addresses; all of them must be allowed. */
    private InetAddress address(URI url) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(url.getHost());
        } catch (UnknownHostException e) {
            throw unanswered(url, "there is no such host");
        }
        if (!privateAddresses && !Arrays.stream(addresses).allMatch(PublicAddress::isPublic)) {
            throw new Refusal.Unavailable(
                    "webhook-address-private",
                    url.getHost() + " is an address of this machine or of a private network. Whoever runs Framewise can"
                            + " allow it: framewise.webhooks.private-addresses=true.");
        }
        return addresses[0];
    }

    private static Refusal.Unavailable unanswered(URI url, String why) {
        return new Refusal.Unavailable("webhook-unanswered", url.getHost() + " did not answer: " + why + ".");
    }
}
