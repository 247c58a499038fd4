package io.framewise.application.audit;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.audit.AuditEntry.Subject;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what use cases do into the audit trail. */
public final class Journal {

    private final AuditTrail auditTrail;
    private final InstantSource clock;

    public Journal(AuditTrail auditTrail, InstantSource clock) {
        this.auditTrail = auditTrail;
        this.clock = clock;
    }

    /** What time it is where entries are written. */
    public Instant now() {
        return clock.instant();
    }

    /** @param action noun and past participle, such as {@code project.created}; the noun is the subject's */
    public void write(Actor actor, String action, Object id, @Nullable ProjectId project, Map<String, String> details) {
        String noun = action.substring(0, action.indexOf('.'));
        Subject subject = new Subject(noun, id.toString(), project == null ? "" : project.toString());
        auditTrail.append(new AuditTrail.Event(clock.instant(), actor, action, subject, details));
    }
}
