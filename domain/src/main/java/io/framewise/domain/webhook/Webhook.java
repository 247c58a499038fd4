package io.framewise.domain.webhook;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told what happens in a project.
 *
 * @param events that it is told
 * @param disabled why nothing is sent to it, for people; null while it is told
 * @param archived it was removed; its deliveries can still be shown
 */
public record Webhook(
        WebhookId id,
        ProjectId projectId,
        URI url,
        Set<WebhookEvent.Type> events,
        WebhookSecret secret,
        @Nullable String disabled,
        boolean archived,
        Actor createdBy,
        Instant createdAt) {

    private static final int MAX_URL = 2_000;

    private static final Map<String, WebhookEvent.Type> SUBSCRIBABLE =
            EnumSet.complementOf(EnumSet.of(WebhookEvent.Type.TEST)).stream()
                    .collect(Collectors.toMap(
                            WebhookEvent.Type::value, type -> type, (one, other) -> one, LinkedHashMap::new));

    private static final String CHOOSE = "Choose of " + String.join(", ", SUBSCRIBABLE.keySet()) + ".";

    public Webhook {
        events = Set.copyOf(events);
    }

    public boolean isTold(WebhookEvent.Type type) {
        return !archived && disabled == null && (type == WebhookEvent.Type.TEST || events.contains(type));
    }

    public Webhook with(URI newUrl, Set<WebhookEvent.Type> newEvents, @Nullable String newDisabled) {
        return new Webhook(id, projectId, newUrl, newEvents, secret, newDisabled, archived, createdBy, createdAt);
    }

    public Webhook with(WebhookSecret another) {
        return new Webhook(id, projectId, url, events, another, disabled, archived, createdBy, createdAt);
    }

    public Webhook archive() {
        return new Webhook(id, projectId, url, events, secret, disabled, true, createdBy, createdAt);
    }

    /** @throws Refusal.Invalid when it is none that can be called */
    public static URI address(@Nullable String text) {
        URI url = text == null ? null : parsed(text);
        if (url == null || !isCallable(url)) {
            throw new Refusal.Invalid(
                    "/url",
                    "webhook-url-invalid",
                    "Give an address with http or https, a host, and neither a user nor a fragment, of at most "
                            + MAX_URL + " characters.");
        }
        return url;
    }

    /**
     * The events of these names.
     *
     * @throws Refusal.Invalid when there is none, or one that no webhook can be told
     */
    public static Set<WebhookEvent.Type> events(List<String> names) {
        Violations violations = new Violations();
        Set<WebhookEvent.Type> events = EnumSet.noneOf(WebhookEvent.Type.class);
        for (int i = 0; i < names.size(); i++) {
            WebhookEvent.Type type = SUBSCRIBABLE.get(names.get(i));
            if (type == null) {
                violations.add("/events/" + i, "unknown-webhook-event", CHOOSE);
            } else {
                events.add(type);
            }
        }
        if (names.isEmpty()) {
            violations.add("/events", "missing-field", CHOOSE);
        }
        violations.refuse();
        return events;
    }

    /** This one. @throws Refusal.NotFound when it was removed */
    public Webhook present() {
        if (archived) {
            throw new Refusal.NotFound("webhook", id);
        }
        return this;
    }

    private static @Nullable URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isCallable(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        return http
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.toString().length() <= MAX_URL;
    }
}
