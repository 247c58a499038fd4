package io.framewise.application.audit;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.domain.audit.AuditEntry;

/** An audit trail that takes no more entries once it is broken. */
public final class BreakableAuditTrail implements AuditTrail {

    private final AuditTrail whole;
    private boolean broken;

    public BreakableAuditTrail(AuditTrail whole) {
        this.whole = whole;
    }

    public void breaks() {
        broken = true;
    }

    @Override
    public void append(Event event) {
        if (broken) {
            throw new IllegalStateException("The audit trail takes no entry.");
        }
        whole.append(event);
    }

    @Override
    public Page<AuditEntry> page(Filter filter, PageRequest request) {
        return whole.page(filter, request);
    }
}
