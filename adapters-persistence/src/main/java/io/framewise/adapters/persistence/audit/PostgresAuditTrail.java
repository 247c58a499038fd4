package io.framewise.adapters.persistence.audit;

import static java.util.stream.Collectors.toMap;

import io.framewise.adapters.persistence.Conditions;
import io.framewise.adapters.persistence.PageToken;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.audit.AuditTrail;
import io.framewise.domain.audit.AuditEntry;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/** One writer at a time, held off by an advisory lock until its transaction ends, so that the chain has no gap. */
@Singleton
final class PostgresAuditTrail implements AuditTrail {

    /** "audit" in ASCII; any number that nothing else in the database locks. */
    private static final long LOCK = 0x61_75_64_69_74L;

    private static final String LAST = "from AuditEntryRow order by sequence desc";
    private static final String NEWEST_FIRST = "from AuditEntryRow where sequence < :before%s order by sequence desc";

    private final StatelessSession session;

    PostgresAuditTrail(StatelessSession session) {
        this.session = session;
    }

    @Override
    public void append(Event event) {
        session.doWork(connection -> {
            try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
                lock.setLong(1, LOCK);
                lock.execute();
            }
        });
        AuditEntryRow last = session.createSelectionQuery(LAST, AuditEntryRow.class)
                .setMaxResults(1)
                .uniqueResult();
        Event storable = storable(event);
        AuditEntry entry = last == null
                ? storable.follows(0, AuditEntry.BEFORE_THE_FIRST)
                : storable.follows(last.sequence, last.hash);
        session.insert(AuditEntryRow.of(entry));
    }

    /** Without the code point 0, which PostgreSQL has in no text; what is hashed is what is stored. */
    private static Event storable(Event event) {
        Map<String, String> details = event.details().entrySet().stream()
                .collect(toMap(
                        detail -> detail.getKey().replace('\0', ' '),
                        detail -> detail.getValue().replace('\0', ' ')));
        return new Event(event.at(), event.actor(), event.action(), event.subject(), details);
    }

    @Override
    public Page<AuditEntry> page(Filter filter, PageRequest request) {
        Conditions conditions = new Conditions()
                .and("project =", "project", filter.project())
                .and("actor =", "actor", filter.actor())
                .and("action =", "action", filter.action())
                .and("noun =", "noun", filter.noun())
                .and("subjectId =", "subjectId", filter.id())
                .and("at >=", "from", filter.from())
                .and("at <", "to", filter.to());
        SelectionQuery<AuditEntryRow> query =
                session.createSelectionQuery(NEWEST_FIRST.formatted(conditions.hql()), AuditEntryRow.class);
        conditions.bind(query);
        List<AuditEntryRow> rows = query.setParameter("before", before(request))
                .setMaxResults(request.limit() + 1)
                .getResultList();
        return PageToken.page(
                rows, request, row -> PageToken.encode(Long.toString(row.sequence)), AuditEntryRow::toEntry);
    }

    private static long before(PageRequest request) {
        String token = request.pageToken();
        try {
            return token == null ? Long.MAX_VALUE : Long.parseLong(PageToken.decode(token));
        } catch (NumberFormatException e) {
            throw PageToken.invalid();
        }
    }
}
