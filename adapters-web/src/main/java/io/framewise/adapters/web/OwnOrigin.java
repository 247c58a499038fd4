package io.framewise.adapters.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every request before anything else does. Without accounts, whoever reaches the server may do everything; so no
 * page of another site may reach it through somebody's browser: neither under a name of its own that points here (DNS
 * rebinding), nor by sending a form or a script's request across (CSRF).
 */
@Singleton
public final class OwnOrigin {

    private static final int BEFORE_EVERYTHING = 1_000;
    private static final int AFTER_EVERYTHING = 1_000_000;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final boolean anyHost;
    private final long maxBytes;
    private final ObjectMapper json;

    /**
     * @param allowed more names under which the server is reached; {@code *} for any
     * @param maxBytes size of a request's body at most
     */
    @Inject
    public OwnOrigin(
            @ConfigProperty(name = "framewise.http.allowed-hosts") Optional<List<String>> allowed,
            @ConfigProperty(name = "quarkus.http.host") String listening,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size")
                    io.quarkus.runtime.configuration.MemorySize maxBytes,
            ObjectMapper json) {
        List<String> more = allowed.orElse(List.of());
        more.forEach(host -> hosts.add(host.strip().toLowerCase(Locale.ROOT)));
        hosts.add(listening.toLowerCase(Locale.ROOT));
        this.anyHost = hosts.contains("*");
        this.maxBytes = maxBytes.asLongValue();
        this.json = json;
    }

    void guard(@Observes Filters filters) {
        filters.register(this::check, BEFORE_EVERYTHING);
    }

    /** An unknown address below /api is no page of the web server but a problem like the others. */
    void nothingHere(@Observes Router router) {
        router.route("/api/*")
                .order(AFTER_EVERYTHING)
                .handler(context -> refuse(context, Problems.problem(404, context.normalizedPath())));
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        String host = request.getHeader(HttpHeaders.HOST);
        if (!path.startsWith("/q/health") && !isOurs(host)) {
            refuse(
                    context,
                    problem(
                            "foreign-host",
                            "This server does not go by the name \"" + host
                                    + "\". Add it to the setting framewise.http.allowed-hosts.",
                            path));
        } else if (!READING.contains(request.method()) && isCrossSite(request, host)) {
            refuse(context, problem("foreign-origin", "Requests from pages of other sites change nothing here.", path));
        } else if (length(request) > maxBytes) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            refuse(context, Problems.problem(413, path));
        } else {
            context.next();
        }
    }

    private boolean isOurs(@Nullable String authority) {
        return anyHost || authority == null || hosts.contains(withoutPort(authority));
    }

    private static boolean isCrossSite(HttpServerRequest request, @Nullable String host) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            return host == null || !origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
        }
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }

    private static String withoutPort(String authority) {
        return authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }

    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("\\d{1,18}") ? 0 : Long.parseLong(length);
    }

    private static Problem problem(String code, String detail, String path) {
        return Problem.of(403, code, detail, path, List.of());
    }

    private void refuse(RoutingContext context, Problem problem) {
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
