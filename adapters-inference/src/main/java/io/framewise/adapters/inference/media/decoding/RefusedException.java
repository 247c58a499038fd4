package io.framewise.adapters.inference.media.decoding;

/** A file that cannot be read or goes beyond a limit; told to the node as a code and a sentence. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedException(String code, String sentence) {
        super(sentence);
        this.code = code;
    }

    String code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
