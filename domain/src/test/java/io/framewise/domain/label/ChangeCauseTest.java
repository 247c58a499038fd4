package io.framewise.domain.label;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.label.ChangeCause.Kind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Why labels have changed. */
class ChangeCauseTest {

    private static final UUID RUN = UUID.randomUUID();

    @Test
    void whatARunChangesNamesTheRunAndWhatAPersonChangesNone() {
        for (Kind kind : List.of(Kind.INFERRED, Kind.REDERIVED, Kind.UNDONE)) {
            assertThatThrownBy(() -> ChangeCause.by(ANNA, kind, NOW)).isInstanceOf(IllegalArgumentException.class);
        }
        for (Kind kind : List.of(Kind.ANSWERED, Kind.REMOVED, Kind.ACCEPTED, Kind.REJECTED, Kind.UNDONE)) {
            assertThatThrownBy(() -> ChangeCause.ofRun(RUN, kind, ANNA, NOW))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void takingBackNamesTheChange() {
        assertThat(ChangeCause.undoing(7, BEN, NOW).undone()).isEqualTo(7);
        assertThatThrownBy(() -> new ChangeCause(Kind.ANSWERED, BEN, NOW, null, 7))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timesAreKeptToTheMicrosecond() {
        ChangeCause cause = ChangeCause.by(ANNA, Kind.ANSWERED, NOW.plusNanos(999));
        Acceptance acceptance = new Acceptance(ANNA, NOW.plusNanos(999));

        assertThat(cause.at()).isEqualTo(NOW);
        assertThat(acceptance.reviewedAt()).isEqualTo(NOW);
    }
}
