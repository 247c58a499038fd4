package io.framewise.application.audit;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.domain.audit.AuditEntry;

/** Asks the audit trail. */
public final class ReadAuditTrail {

    private final UnitOfWork unitOfWork;
    private final AuditTrail auditTrail;

    public ReadAuditTrail(UnitOfWork unitOfWork, AuditTrail auditTrail) {
        this.unitOfWork = unitOfWork;
        this.auditTrail = auditTrail;
    }

    /** The newest first. */
    public Page<AuditEntry> page(AuditTrail.Filter filter, PageRequest request) {
        return unitOfWork.run(() -> auditTrail.page(filter, request));
    }
}
