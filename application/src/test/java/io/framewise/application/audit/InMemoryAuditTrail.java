package io.framewise.application.audit;

import io.framewise.application.InMemoryUnitOfWork;
import io.framewise.application.NewestFirst;
import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.Table;
import io.framewise.domain.audit.AuditEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

public final class InMemoryAuditTrail implements AuditTrail {

    private final Table<Long, AuditEntry> chain;

    public InMemoryAuditTrail(InMemoryUnitOfWork unitOfWork) {
        chain = unitOfWork.table();
    }

    @Override
    public void append(Event event) {
        List<AuditEntry> entries = chain.all();
        int count = entries.size();
        String hash = count == 0
                ? AuditEntry.BEFORE_THE_FIRST
                : entries.get(count - 1).hash();
        chain.add(count + 1L, event.follows(count, hash));
    }

    @Override
    public Page<AuditEntry> page(Filter filter, PageRequest request) {
        long before = before(request.pageToken());
        List<AuditEntry> rest = new ArrayList<>(chain.all().stream()
                .filter(entry -> entry.sequence() < before && matches(filter, entry))
                .toList());
        Collections.reverse(rest);
        List<AuditEntry> items = rest.stream().limit(request.limit()).toList();
        return new Page<>(
                items,
                items.size() == rest.size()
                        ? null
                        : Long.toString(items.get(items.size() - 1).sequence()));
    }

    private static long before(@Nullable String pageToken) {
        try {
            return pageToken == null ? Long.MAX_VALUE : Long.parseLong(pageToken);
        } catch (NumberFormatException e) {
            throw NewestFirst.badToken();
        }
    }

    private static boolean matches(Filter filter, AuditEntry entry) {
        return is(filter.project(), entry.subject().project())
                && is(filter.actor(), entry.actor().name())
                && is(filter.action(), entry.action())
                && is(filter.noun(), entry.subject().noun())
                && is(filter.id(), entry.subject().id())
                && (filter.from() == null || !entry.at().isBefore(filter.from()))
                && (filter.to() == null || entry.at().isBefore(filter.to()));
    }

    private static boolean is(@Nullable Object wanted, Object actual) {
        return wanted == null || wanted.equals(actual);
    }
}
