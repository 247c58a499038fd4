package io.framewise.domain.audit;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.audit.AuditEntry.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The links of the audit chain. */
class AuditEntryTest {

    private static final Subject PROJECT = new Subject("project", "p1", "p1");
    private static final AuditEntry ENTRY =
            entry(2, NOW, ANNA, "project.created", PROJECT, Map.of("title", "Street"), "ab".repeat(32));

    static Stream<AuditEntry> entriesWithOneFieldChanged() {
        Map<String, String> details = Map.of("title", "Street");
        String hash = "ab".repeat(32);
        return Stream.of(
                entry(3, NOW, ANNA, "project.created", PROJECT, details, hash),
                entry(2, NOW.plusNanos(1000), ANNA, "project.created", PROJECT, details, hash),
                entry(2, NOW, BEN, "project.created", PROJECT, details, hash),
                entry(2, NOW, ANNA, "project.deleted", PROJECT, details, hash),
                entry(2, NOW, ANNA, "project.created", new Subject("model", "p1", "p1"), details, hash),
                entry(2, NOW, ANNA, "project.created", new Subject("project", "p2", "p1"), details, hash),
                entry(2, NOW, ANNA, "project.created", new Subject("project", "p1", "p2"), details, hash),
                entry(2, NOW, ANNA, "project.created", PROJECT, Map.of("title", "street"), hash),
                entry(2, NOW, ANNA, "project.created", PROJECT, Map.of("name", "Street"), hash),
                entry(2, NOW, ANNA, "project.created", PROJECT, Map.of(), hash),
                entry(2, NOW, ANNA, "project.created", PROJECT, Map.of("title", "Street", "a", ""), hash),
                entry(2, NOW, ANNA, "project.created", PROJECT, details, "cd".repeat(32)));
    }

    @ParameterizedTest
    @MethodSource("entriesWithOneFieldChanged")
    void anyChangedFieldChangesTheHash(AuditEntry changed) {
        assertThat(changed.hash()).isNotEqualTo(ENTRY.hash());
    }

    @Test
    void theSameEntryHasTheSameHashForEver() {
        AuditEntry first = entry(
                1,
                Instant.parse("2026-03-02T09:30:00Z"),
                ANNA,
                "project.created",
                new Subject("project", "p1", "p1"),
                Map.of("title", "Straße"),
                AuditEntry.BEFORE_THE_FIRST);

        String hash = first.hash();

        assertThat(hash)
                .matches("[0-9a-f]{64}")
                .isEqualTo(sha256("64:" + "0".repeat(64)
                        + "1:1" + "20:2026-03-02T09:30:00Z" + "4:anna" + "15:project.created" + "7:project" + "2:p1"
                        + "2:p1"
                        + "5:title" + "7:Straße"));
    }

    @Test
    void textThatMovesFromOneFieldToTheNextChangesTheHash() {
        AuditEntry one = entry(1, NOW, ANNA, "a", new Subject("bc", "d", "e"), Map.of("f", "g"), "0");
        AuditEntry other = entry(1, NOW, ANNA, "ab", new Subject("c", "d", "e"), Map.of("f", "g"), "0");
        AuditEntry forged = entry(1, NOW, ANNA, "a", new Subject("bc", "d", "e"), Map.of("f1:g", ""), "0");

        assertThat(one.hash()).isNotEqualTo(other.hash()).isNotEqualTo(forged.hash());
    }

    @Test
    void theOrderInWhichDetailsWereGivenDoesNotMatter() {
        TreeMap<String, String> backwards = new TreeMap<>(java.util.Comparator.reverseOrder());
        backwards.putAll(Map.of("a", "1", "b", "2", "c", "3"));
        AuditEntry one = new AuditEntry(1, NOW, ANNA, "project.created", PROJECT, backwards, "0");
        AuditEntry other = entry(1, NOW, ANNA, "project.created", PROJECT, Map.of("c", "3", "b", "2", "a", "1"), "0");

        assertThat(one.hash()).isEqualTo(other.hash());
    }

    @Test
    void aMomentHasMicroseconds() {
        AuditEntry entry = entry(
                1, Instant.parse("2026-03-02T09:30:00.123456789Z"), ANNA, "project.created", PROJECT, Map.of(), "0");

        assertThat(entry.at()).isEqualTo(Instant.parse("2026-03-02T09:30:00.123456Z"));
    }

    @Test
    void theChainStartsAtOne() {
        assertThatThrownBy(() -> entry(0, NOW, ANNA, "project.created", PROJECT, Map.of(), "0"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anActorHasAName() {
        assertThatThrownBy(() -> new Actor(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Actor("x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String sha256(String form) {
        return io.framewise.domain.Fixtures.hashOf(form).sha256();
    }

    private static AuditEntry entry(
            long sequence,
            Instant at,
            Actor actor,
            String action,
            Subject subject,
            Map<String, String> details,
            String previousHash) {
        return new AuditEntry(sequence, at, actor, action, subject, new TreeMap<>(details), previousHash);
    }
}
