package io.framewise.application.audit;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.audit.AuditEntry.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The chain of audit entries. It only grows. */
public interface AuditTrail {

    /** Something that has happened, not yet a link of the chain. */
    record Event(Instant at, Actor actor, String action, Subject subject, Map<String, String> details) {

        /** The entry of this event, after another one. */
        public AuditEntry follows(long sequence, String hash) {
            return new AuditEntry(sequence + 1, at, actor, action, subject, new TreeMap<>(details), hash);
        }
    }

    /** What to look for; null stands for anything. */
    record Filter(
            @Nullable String project,
            @Nullable String actor,
            @Nullable String action,
            @Nullable String noun,
            @Nullable String id,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * Appends to the chain inside the transaction of the change. Entries of transactions that run at the same time wait
     * for each other, so it is the last thing that a transaction does.
     */
    void append(Event event);

    /** The newest first. {@code from} is included, {@code to} is not. */
    Page<AuditEntry> page(Filter filter, PageRequest request);
}
