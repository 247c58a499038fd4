package io.framewise.domain.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One link of the audit chain: who did what to which thing, when, and what came of it.
 *
 * @param sequence position in the chain, from 1, without gaps
 * @param at microsecond precision, as it is stored
 * @param action noun and past participle, such as {@code inference-run.requested}
 * @param subject what was acted on
 * @param details facts of the change by name, sorted
 * @param previousHash {@link #hash()} of the entry before, 64 zeros for the first
 */
public record AuditEntry(
        long sequence,
        Instant at,
        Actor actor,
        String action,
        Subject subject,
        SortedMap<String, String> details,
        String previousHash) {

    public static final String BEFORE_THE_FIRST = "0".repeat(64);

    /**
     * What an entry is about.
     *
     * @param noun such as {@code project} or {@code data-unit}
     * @param id the thing's id
     * @param project the project that it belongs to, empty for things that belong to none
     */
    public record Subject(String noun, String id, String project) {}

    public AuditEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("The chain starts at 1, not at " + sequence + ".");
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
        SortedMap<String, String> sorted = new TreeMap<>();
        sorted.putAll(details);
        details = Collections.unmodifiableSortedMap(sorted);
    }

    /**
     * SHA-256 over the predecessor's hash and every field of this entry, each field preceded by its length in bytes so
     * that no two different entries have the same form.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String hash() {
        StringBuilder form = new StringBuilder();
        append(form, previousHash);
        append(form, Long.toString(sequence));
        append(form, at.toString());
        append(form, actor.name());
        append(form, action);
        append(form, subject.noun());
        append(form, subject.id());
        append(form, subject.project());
        for (Map.Entry<String, String> detail : details.entrySet()) {
            append(form, detail.getKey());
            append(form, detail.getValue());
        }
        return HexFormat.of().formatHex(sha256().digest(form.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder form, String field) {
        form.append(field.getBytes(StandardCharsets.UTF_8).length).append(':').append(field);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
