package io.framewise.application.audit;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.application.audit.AuditTrail.Event;
import io.framewise.application.audit.AuditTrail.Filter;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.audit.AuditEntry.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link AuditTrail} does. */
public abstract class AuditTrailContract extends StoresContract {

    /** A project that nobody else writes about. */
    private final String project = UUID.randomUUID().toString();

    @Test
    void anEntryComesBackAsItHappened() {
        Map<String, String> details = Map.of("title", "Straße \"Süd\" 🚗", "empty", "", "ä", "b", "Z", "1:2");
        Subject subject = new Subject("project", project, project);

        append(new Event(NOW, ANNA, "project.created", subject, details));

        AuditEntry entry = only(about(project));
        assertThat(entry.at()).isEqualTo(NOW);
        assertThat(entry.actor()).isEqualTo(ANNA);
        assertThat(entry.action()).isEqualTo("project.created");
        assertThat(entry.subject()).isEqualTo(subject);
        assertThat(entry.details()).containsExactlyEntriesOf(new TreeMap<>(details));
    }

    @Test
    void anEntryOfNoProjectComesBackAsItHappened() {
        String model = UUID.randomUUID().toString();
        Subject subject = new Subject("model", model, "");

        append(new Event(NOW, ANNA, "model.imported", subject, Map.of()));

        assertThat(only(new Filter(null, null, null, "model", model, null, null))
                        .subject())
                .isEqualTo(subject);
    }

    @Test
    void eachEntryCarriesTheHashOfTheOneBefore() {
        happened(ANNA, "project.created", NOW);
        happened(BEN, "project.ontology-revised", NOW.plusNanos(1_234_567));
        happened(ANNA, "project.ontology-revised", NOW.minusSeconds(5));

        List<AuditEntry> chain = wholeChain();

        assertThat(chain.stream().filter(entry -> entry.subject().project().equals(project)))
                .hasSize(3);
        assertIsChain(chain);
    }

    @Test
    void aMomentIsKeptInMicroseconds() {
        Instant nanos = Instant.parse("2026-03-02T09:30:00.123456789Z");

        happened(ANNA, "project.created", nanos);

        assertThat(only(about(project)).at()).isEqualTo(nanos.truncatedTo(ChronoUnit.MICROS));
        assertIsChain(wholeChain());
    }

    @Test
    void severalEntriesOfOneTransactionFollowEachOther() {
        inTransaction(() -> {
            stores().auditTrail().append(event(ANNA, "label.answered", NOW));
            stores().auditTrail().append(event(ANNA, "label.removed", NOW));
        });

        List<AuditEntry> entries = list(about(project));

        assertThat(entries).extracting(AuditEntry::action).containsExactly("label.removed", "label.answered");
        assertThat(entries.get(0).sequence()).isEqualTo(entries.get(1).sequence() + 1);
        assertThat(entries.get(0).previousHash()).isEqualTo(entries.get(1).hash());
    }

    @Test
    void whatIsTakenBackLeavesNoEntryAndNoGap() {
        happened(ANNA, "project.created", NOW);
        assertThatThrownBy(() -> inTransaction(() -> {
                    stores().auditTrail().append(event(ANNA, "project.deleted", NOW));
                    throw new IllegalStateException("after the entry");
                }))
                .isInstanceOf(IllegalStateException.class);

        happened(ANNA, "project.ontology-revised", NOW);

        assertThat(list(about(project)))
                .extracting(AuditEntry::action)
                .containsExactly("project.ontology-revised", "project.created");
        assertIsChain(wholeChain());
    }

    @Test
    void transactionsThatRunAtTheSameTimeMakeOneChain() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> changes = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        happened(ANNA, "label.answered", NOW.plusSeconds(i));
                        return true;
                    })
                    .toList();

            List<Future<Boolean>> done = threads.invokeAll(changes);

            for (Future<Boolean> change : done) {
                change.get();
            }
            assertThat(list(about(project))).hasSize(40);
            assertIsChain(wholeChain());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void eachFilterFindsItsEntries() {
        happened(ANNA, "project.created", NOW);
        happened(BEN, "project.ontology-revised", NOW.plusSeconds(10));
        String unit = UUID.randomUUID().toString();
        append(new Event(
                NOW.plusSeconds(20), ANNA, "data-unit.created", new Subject("data-unit", unit, project), Map.of()));

        assertThat(actions(about(project)))
                .containsExactly("data-unit.created", "project.ontology-revised", "project.created");
        assertThat(actions(new Filter(project, "ben", null, null, null, null, null)))
                .containsExactly("project.ontology-revised");
        assertThat(actions(new Filter(project, null, "project.created", null, null, null, null)))
                .containsExactly("project.created");
        assertThat(actions(new Filter(project, null, null, "project", null, null, null)))
                .containsExactly("project.ontology-revised", "project.created");
        assertThat(actions(new Filter(null, null, null, null, unit, null, null)))
                .containsExactly("data-unit.created");
        assertThat(actions(new Filter(project, "ben", "project.created", null, null, null, null)))
                .as("all conditions hold together")
                .isEmpty();
    }

    @Test
    void aFilterByTimeIncludesItsBeginningAndNotItsEnd() {
        happened(ANNA, "project.first", NOW);
        happened(ANNA, "project.second", NOW.plusSeconds(10));
        happened(ANNA, "project.third", NOW.plusSeconds(20));

        assertThat(actions(between(NOW.plusSeconds(10), null))).containsExactly("project.third", "project.second");
        assertThat(actions(between(null, NOW.plusSeconds(10)))).containsExactly("project.first");
        assertThat(actions(between(NOW, NOW.plusSeconds(20)))).containsExactly("project.second", "project.first");
    }

    @Test
    void aListIsTheNewestFirstByChainAndNewEntriesShiftNothing() {
        for (int i = 0; i < 7; i++) {
            happened(ANNA, "project.step-" + i, NOW.minusSeconds(i));
        }
        List<AuditEntry> listed = walk(
                2,
                page -> stores().auditTrail().page(about(project), page),
                () -> happened(ANNA, "project.meanwhile", NOW));

        assertThat(listed)
                .extracting(AuditEntry::action)
                .containsExactly(
                        "project.step-6",
                        "project.step-5",
                        "project.step-4",
                        "project.step-3",
                        "project.step-2",
                        "project.step-1",
                        "project.step-0");
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        happened(ANNA, "project.created", NOW);

        assertRefusesForeignTokens(page -> stores().auditTrail().page(about(project), page));
    }

    private static void assertIsChain(List<AuditEntry> newestFirst) {
        for (int i = 0; i + 1 < newestFirst.size(); i++) {
            AuditEntry entry = newestFirst.get(i);
            AuditEntry before = newestFirst.get(i + 1);
            assertThat(entry.sequence()).isEqualTo(before.sequence() + 1);
            assertThat(entry.previousHash()).isEqualTo(before.hash());
        }
        AuditEntry first = newestFirst.get(newestFirst.size() - 1);
        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.previousHash()).isEqualTo(AuditEntry.BEFORE_THE_FIRST);
    }

    private List<AuditEntry> wholeChain() {
        return list(new Filter(null, null, null, null, null, null, null));
    }

    private List<AuditEntry> list(Filter filter) {
        return walk(200, page -> stores().auditTrail().page(filter, page));
    }

    private List<String> actions(Filter filter) {
        return list(filter).stream().map(AuditEntry::action).toList();
    }

    private AuditEntry only(Filter filter) {
        List<AuditEntry> entries = list(filter);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private void happened(Actor actor, String action, Instant at) {
        append(event(actor, action, at));
    }

    private void append(Event event) {
        inTransaction(() -> stores().auditTrail().append(event));
    }

    private Event event(Actor actor, String action, Instant at) {
        return new Event(at, actor, action, new Subject("project", project, project), Map.of("by", actor.name()));
    }

    private static Filter about(String project) {
        return new Filter(project, null, null, null, null, null, null);
    }

    private Filter between(@Nullable Instant from, @Nullable Instant to) {
        return new Filter(project, null, null, null, null, from, to);
    }
}
