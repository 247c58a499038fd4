package io.framewise.domain.webhook;

import io.framewise.domain.audit.Actor;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Something that has happened in a project, as other systems are told of it.
 *
 * @param id the same in every delivery of the event, so that who gets it twice can tell
 * @param subject path of the thing that it happened to, such as {@code /api/inference-runs/…}
 * @param action as it is on the audit trail
 * @param details as they are on the audit trail: name to text
 */
public record WebhookEvent(
        UUID id,
        Type type,
        ProjectId projectId,
        String subject,
        String action,
        Actor actor,
        Instant at,
        Map<String, String> details) {

    public WebhookEvent {
        details = Map.copyOf(details);
    }

    /** What there is to be told. */
    public enum Type {
        RUN_FINISHED("inference-run.finished"),
        RUN_FAILED("inference-run.failed"),
        RUN_CANCELLED("inference-run.cancelled"),
        /** By a person, or by a run: of a run it is told once, at its end, and when its threshold moves. */
        LABELS_CHANGED("labels.changed"),
        /** Sent when somebody asks for it; nobody subscribes to it. */
        TEST("webhook.test");

        private final String value;

        Type(String value) {
            this.value = value;
        }

        /** As it is written in JSON. */
        public String value() {
            return value;
        }

        /** @throws IllegalArgumentException when there is none */
        public static Type of(String value) {
            for (Type type : values()) {
                if (type.value.equals(value)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("There is no event \"" + value + "\".");
        }

        /** What an action on the audit trail is to be told as; often nothing. */
        public static List<Type> ofAction(String action) {
            List<Type> types = new ArrayList<>();
            switch (action) {
                case "inference-run.succeeded" -> types.add(RUN_FINISHED);
                case "inference-run.failed" -> types.add(RUN_FAILED);
                case "inference-run.cancelled" -> types.add(RUN_CANCELLED);
                default -> {}
            }
            if (!types.isEmpty() || action.equals("inference-run.confidence-changed") || action.startsWith("label.")) {
                types.add(LABELS_CHANGED);
            }
            return types;
        }
    }
}
