package io.framewise.domain.ontology;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Names one node of an ontology for good.
 *
 * @param value 8 characters: 6 bytes in base64 (RFC 4648, either alphabet; new ones use the URL-safe one)
 */
public record FeatureNodeHash(String value) implements Comparable<FeatureNodeHash> {

    public static final int BYTES = 6;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/_-]{8}");

    public FeatureNodeHash {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("A feature node hash has 8 characters of base64: " + value);
        }
    }

    /** @param random {@value #BYTES} random bytes */
    public static FeatureNodeHash of(byte[] random) {
        if (random.length != BYTES) {
            throw new IllegalArgumentException("A feature node hash is made of " + BYTES + " bytes.");
        }
        return new FeatureNodeHash(Base64.getUrlEncoder().encodeToString(random));
    }

    public static boolean isWellFormed(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(FeatureNodeHash other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
