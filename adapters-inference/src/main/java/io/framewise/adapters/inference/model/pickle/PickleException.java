package io.framewise.adapters.inference.model.pickle;

import java.io.IOException;

/** A pickle that cannot be read. */
public final class PickleException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param reason the end of a sentence that begins with "The pickle cannot be read: " */
    PickleException(String reason, int at) {
        super("The pickle cannot be read: " + reason + " (byte " + at + ").");
    }
}
