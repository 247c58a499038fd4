package io.framewise.adapters.persistence.audit;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.audit.AuditEntry.Subject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "audit_entry")
class AuditEntryRow {

    @Id
    long sequence;

    Instant at;
    String actor;
    String action;
    String noun;
    String subjectId;
    String project;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> details;

    String previousHash;
    String hash;

    static AuditEntryRow of(AuditEntry entry) {
        AuditEntryRow row = new AuditEntryRow();
        row.sequence = entry.sequence();
        row.at = entry.at();
        row.actor = entry.actor().name();
        row.action = entry.action();
        row.noun = entry.subject().noun();
        row.subjectId = entry.subject().id();
        row.project = entry.subject().project();
        row.details = entry.details();
        row.previousHash = entry.previousHash();
        row.hash = entry.hash();
        return row;
    }

    AuditEntry toEntry() {
        return new AuditEntry(
                sequence,
                at,
                new Actor(actor),
                action,
                new Subject(noun, subjectId, project),
                new TreeMap<>(details),
                previousHash);
    }
}
