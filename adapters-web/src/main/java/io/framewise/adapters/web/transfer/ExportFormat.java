package io.framewise.adapters.web.transfer;

import io.framewise.domain.Refusal;
import org.jspecify.annotations.Nullable;

/** What an export can be written as. */
enum ExportFormat {
    JSON("json", "application/json"),
    CSV("csv", "text/csv;charset=UTF-8;header=present");

    private final String ending;
    private final String mediaType;

    ExportFormat(String ending, String mediaType) {
        this.ending = ending;
        this.mediaType = mediaType;
    }

    /** @throws Refusal.Invalid when it is none of them */
    static ExportFormat of(@Nullable String format) {
        if (format == null || format.equals(JSON.ending)) {
            return JSON;
        }
        if (format.equals(CSV.ending)) {
            return CSV;
        }
        throw new Refusal.Invalid("/format", "unknown-format", "Labels are exported as json or csv.");
    }

    /** Of the file's name, without the dot. */
    String ending() {
        return ending;
    }

    String mediaType() {
        return mediaType;
    }
}
