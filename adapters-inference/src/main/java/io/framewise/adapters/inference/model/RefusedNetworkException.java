package io.framewise.adapters.inference.model;

/** A file of weights that is not taken. */
public final class RefusedNetworkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable, kebab-case
     * @param sentence for people, naming the place in the file
     */
    public RefusedNetworkException(String code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
