package io.framewise.adapters.web.inference;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at something again and again, and tells a listener what has changed, until it ends. */
final class ProgressStream {

    /** What is told. */
    interface Progress {

        /** The same as long as there is nothing new; what comes back as {@code Last-Event-ID}. */
        String eventId();

        /** Whether nothing will change any more. */
        boolean isLast();

        OutboundSseEvent event(Sse sse);
    }

    /** Shorter than what proxies take for a dead connection. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Sse sse;
    private final int lookUpsPerHeartbeat;
    private Progress told;
    private int silent;

    private ProgressStream(Sse sse, Progress told, Duration lookUp) {
        this.sse = sse;
        this.told = told;
        this.lookUpsPerHeartbeat = (int) (HEARTBEAT.toMillis() / lookUp.toMillis());
    }

    /**
     * @param look how it is now; asked once before this returns, so that what does not exist is a 404
     * @param known the last event that the listener has seen before it came back, null for none
     */
    static Multi<OutboundSseEvent> of(
            Supplier<? extends Progress> look, @Nullable String known, Duration lookUp, Sse sse) {
        Progress first = look.get();
        Multi<OutboundSseEvent> begin = first.eventId().equals(known) && !first.isLast()
                ? Multi.createFrom().empty()
                : Multi.createFrom().item(first.event(sse));
        if (first.isLast()) {
            return begin;
        }
        Uni<Progress> next =
                Uni.createFrom().<Progress>item(look).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        ProgressStream stream = new ProgressStream(sse, first, lookUp);
        Multi<OutboundSseEvent> rest = Multi.createBy()
                .repeating()
                .uni(() -> next)
                .withDelay(lookUp)
                .whilst(progress -> !progress.isLast())
                .onItem()
                .transformToIterable(stream::since);
        return Multi.createBy().concatenating().streams(begin, rest);
    }

    /** An event for a change; for none nothing, or now and then a comment that keeps the connection alive. */
    private List<OutboundSseEvent> since(Progress now) {
        if (!now.eventId().equals(told.eventId())) {
            told = now;
            silent = 0;
            return List.of(now.event(sse));
        }
        if (++silent < lookUpsPerHeartbeat) {
            return List.of();
        }
        silent = 0;
        return List.of(sse.newEventBuilder().comment("still there").build());
    }
}
