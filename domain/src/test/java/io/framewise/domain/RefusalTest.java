package io.framewise.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void anInvalidInputSaysEverythingThatIsWrong() {
        List<Violation> found =
                List.of(new Violation("/title", "title-length", "Too long."), new Violation("/age", "age", "Too old."));

        Refusal.Invalid invalid = new Refusal.Invalid(found);

        assertThat(invalid.violations()).isEqualTo(found);
        assertThat(invalid.code()).isEqualTo("title-length");
        assertThat(invalid).hasMessage("Too long. Too old.");
    }

    @Test
    void theViolationsOfAFieldGetThePathOfTheField() {
        Refusal.Invalid invalid = new Refusal.Invalid("/title", "title-length", "Too long.");

        Refusal.Invalid below = invalid.below("/manifest");

        assertThat(below.violations()).containsExactly(new Violation("/manifest/title", "title-length", "Too long."));
    }

    @Test
    void whatIsNotFoundIsNamedInTheCode() {
        Refusal refusal = new Refusal.NotFound("data unit", 7);

        assertThat(refusal.code()).isEqualTo("data-unit-not-found");
        assertThat(refusal).hasMessage("There is no data unit 7.");
    }

    @Test
    void violationsAreCollectedAndRefusedTogether() {
        Violations violations = new Violations()
                .add("/a", "first", "First.")
                .check(() -> {
                    throw new Refusal.Invalid("/b", "second", "Second.");
                })
                .check(() -> {});

        assertThat(Refusals.violations(violations::refuse)).containsExactly("/a first", "/b second");
    }

    @Test
    void nothingWrongIsNotRefused() {
        assertThatCode(() -> new Violations().check(() -> {}).refuse()).doesNotThrowAnyException();
    }
}
