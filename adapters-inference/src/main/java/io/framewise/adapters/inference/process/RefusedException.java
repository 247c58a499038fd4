package io.framewise.adapters.inference.process;

/** A file that cannot be read or goes beyond a limit; told to the node as a code and a sentence. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    public RefusedException(String code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
