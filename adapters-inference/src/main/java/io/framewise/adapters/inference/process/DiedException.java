package io.framewise.adapters.inference.process;

import java.util.Map;

/** The child ended, or was ended, before it had answered. */
public final class DiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Map<String, String> doing;

    private final boolean overdue;
    private final boolean named;

    public DiedException(String sentence, boolean overdue, boolean named, Map<String, String> doing) {
        super(sentence, null, false, false);
        this.overdue = overdue;
        this.named = named;
        this.doing = Map.copyOf(doing);
    }

    /** Whether it was ended because it took too long. */
    public boolean overdue() {
        return overdue;
    }

    /** Whether it is known which of its threads is guilty. */
    public boolean named() {
        return named;
    }

    /** What each of its threads was at, as far as it told; what the guilty one was at only, where that is known. */
    public Map<String, String> doing() {
        return doing;
    }

    /** How it ended. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
