package io.framewise.domain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that Framewise does not carry out, and why. Nothing has been changed when one is thrown.
 *
 * <p>The categories are few and closed; each refusal carries a stable kebab-case {@link #code()}.
 */
public abstract sealed class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    private Refusal(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The thing that was asked for does not exist. */
    public static final class NotFound extends Refusal {
        private static final long serialVersionUID = 1L;

        public NotFound(String noun, Object id) {
            super(noun.replace(' ', '-') + "-not-found", "There is no " + noun + " " + id + ".");
        }
    }

    /** The request is well formed and does not fit the present state. */
    public static final class Conflict extends Refusal {
        private static final long serialVersionUID = 1L;
        private final transient List<Violation> violations;

        public Conflict(String code, String message) {
            this(code, message, List.of());
        }

        public Conflict(String code, String message, List<Violation> violations) {
            super(code, message);
            this.violations = List.copyOf(violations);
        }

        public List<Violation> violations() {
            return violations;
        }
    }

    /** The input breaks rules; all of them are listed, each with the path of its field. */
    public static final class Invalid extends Refusal {
        private static final long serialVersionUID = 1L;
        private final transient List<Violation> violations;

        public Invalid(List<Violation> violations) {
            super(
                    violations.get(0).code(),
                    violations.stream().map(Violation::message).collect(Collectors.joining(" ")));
            this.violations = List.copyOf(violations);
        }

        public Invalid(String path, String code, String message) {
            this(List.of(new Violation(path, code, message)));
        }

        public List<Violation> violations() {
            return violations;
        }

        /** The same violations, of an input that is itself a field of another. */
        public Invalid below(String path) {
            return new Invalid(violations.stream()
                    .map(violation -> new Violation(path + violation.path(), violation.code(), violation.message()))
                    .toList());
        }

        /** @throws Invalid when there is at least one violation */
        public static void when(List<Violation> violations) {
            if (!violations.isEmpty()) {
                throw new Invalid(violations);
            }
        }
    }

    /** The person may not do this. */
    public static final class Forbidden extends Refusal {
        private static final long serialVersionUID = 1L;

        public Forbidden(String code, String message) {
            super(code, message);
        }
    }

    /** Something that Framewise depends on does not answer; trying again later may help. */
    public static final class Unavailable extends Refusal {
        private static final long serialVersionUID = 1L;

        public Unavailable(String code, String message) {
            super(code, message);
        }
    }
}
