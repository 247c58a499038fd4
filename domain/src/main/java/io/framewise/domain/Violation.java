package io.framewise.domain;

/**
 * One thing that is wrong with an input.
 *
 * @param path JSON pointer (RFC 6901) to the wrong field of the input, {@code ""} for the input as a whole
 * @param code stable kebab-case code of the broken rule
 * @param message plain sentence for people
 */
public record Violation(String path, String code, String message) {

    /** A name as a segment of a path, whatever characters it has. */
    public static String segment(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
