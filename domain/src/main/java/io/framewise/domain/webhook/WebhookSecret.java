package io.framewise.domain.webhook;

import java.util.Base64;

/**
 * What a webhook's deliveries are signed with, in the form of <a href="https://www.standardwebhooks.com">Standard
 * Webhooks</a>: {@code whsec_} and the key in base64.
 */
public record WebhookSecret(String value) {

    /** Length of a key. */
    public static final int BYTES = 32;

    private static final String PREFIX = "whsec_";

    public WebhookSecret {
        if (!value.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A secret begins with " + PREFIX + ".");
        }
        Base64.getDecoder().decode(value.substring(PREFIX.length()));
    }

    /** @param random {@value #BYTES} bytes that nobody can guess */
    public static WebhookSecret of(byte[] random) {
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(random));
    }

    /** The key itself. */
    public byte[] key() {
        return Base64.getDecoder().decode(value.substring(PREFIX.length()));
    }

    /** Nobody reads it in a log. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
