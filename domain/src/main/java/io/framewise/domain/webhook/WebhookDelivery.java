package io.framewise.domain.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one webhook.
 *
 * @param tries how often it was sent
 * @param status HTTP status of the last answer, null when there was none
 * @param problem why the last try failed, for people; null when it did not
 * @param triedAt when it was sent last
 */
public record WebhookDelivery(
        WebhookDeliveryId id,
        WebhookId webhookId,
        WebhookEvent event,
        State state,
        int tries,
        @Nullable Integer status,
        @Nullable String problem,
        @Nullable Instant triedAt,
        Instant createdAt) {

    /** So often it is sent, at most: over some eight hours. */
    public static final int TRIES = 8;

    private static final int GROWTH = 4;
    private static final int MAX_PROBLEM = 500;

    public enum State {
        PENDING,
        DELIVERED,
        FAILED
    }

    public static WebhookDelivery of(WebhookDeliveryId id, WebhookId webhook, WebhookEvent event, Instant now) {
        return new WebhookDelivery(id, webhook, event, State.PENDING, 0, null, null, null, now);
    }

    /** It was taken. */
    public WebhookDelivery delivered(int answer, Instant now) {
        return new WebhookDelivery(id, webhookId, event, State.DELIVERED, tries + 1, answer, null, now, createdAt);
    }

    /** It was not taken: it is tried again, unless that was the last time. */
    public WebhookDelivery refused(@Nullable Integer answer, String why, Instant now) {
        State next = tries + 1 < TRIES ? State.PENDING : State.FAILED;
        return new WebhookDelivery(id, webhookId, event, next, tries + 1, answer, cut(why), now, createdAt);
    }

    /** It is not tried any more. */
    public WebhookDelivery givenUp(@Nullable Integer answer, String why, Instant now) {
        return new WebhookDelivery(id, webhookId, event, State.FAILED, tries, answer, cut(why), now, createdAt);
    }

    /**
     * How long to wait before the next try.
     *
     * @param first before the second try
     */
    public Duration pause(Duration first) {
        Duration pause = first;
        for (int i = 1; i < tries; i++) {
            pause = pause.multipliedBy(GROWTH);
        }
        return pause;
    }

    private static String cut(String why) {
        return why.length() <= MAX_PROBLEM ? why : why.substring(0, MAX_PROBLEM);
    }
}
