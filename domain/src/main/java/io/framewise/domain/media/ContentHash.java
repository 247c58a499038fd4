package io.framewise.domain.media;

import java.util.regex.Pattern;

/**
 * Names bytes by what they are.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
public record ContentHash(String sha256) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public ContentHash {
        if (!FORM.matcher(sha256).matches()) {
            throw new IllegalArgumentException("Not a SHA-256: " + sha256);
        }
    }

    @Override
    public String toString() {
        return sha256;
    }
}
