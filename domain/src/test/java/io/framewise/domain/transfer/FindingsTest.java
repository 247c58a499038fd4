package io.framewise.domain.transfer;

import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private final Findings findings = new Findings();

    @Test
    void theFirstHundredAreToldAndTheRestIsCounted() {
        for (int i = 0; i < 250; i++) {
            findings.add("/" + i, "wrong", "Wrong.");
        }

        List<Violation> violations = findings.violations();

        assertThat(violations).hasSize(101);
        assertThat(violations.get(99).path()).isEqualTo("/99");
        assertThat(violations.get(100)).isEqualTo(new Violation("", "more-violations", "And 150 more."));
        assertThat(findings.count()).isEqualTo(250);
    }

    @Test
    void whatManyPartsShareIsToldOnce() {
        findings.addOnce(new Violation("/a", "wrong", "Wrong."));
        findings.addOnce(new Violation("/a", "wrong", "Wrong."));

        assertThat(violations(findings::refuse)).containsExactly("/a wrong");
    }

    @Test
    void whatACheckThrowsIsKeptBelowItsPlace() {
        findings.check("/labels/3", () -> {
            throw new Refusal.Invalid("/answer", "unknown-option", "No.");
        });

        assertThat(violations(findings::refuse)).containsExactly("/labels/3/answer unknown-option");
    }

    @Test
    void aConflictHasTheCodeOfTheFirst() {
        findings.add("/a", "already-answered", "Answered.");
        findings.add("/b", "missing-parent-answer", "Closed.");

        assertThat(conflict(() -> findings.refuseAsConflict("No."))).isEqualTo("already-answered");
    }

    @Test
    void nothingFoundIsNothingRefused() {
        assertThatCode(() -> {
                    findings.refuse();
                    findings.refuseAsConflict("No.");
                })
                .doesNotThrowAnyException();
    }
}
