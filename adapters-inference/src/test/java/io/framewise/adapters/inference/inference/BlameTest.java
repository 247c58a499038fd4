package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.process.DiedException;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.domain.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlameTest {

    private static final Map<String, String> BOTH =
            Map.of("decoder", "decoding frame 7", "predictor", "classifying frames 0 to 3");

    private final Job job = TestNetworks.job("mean-colour.pt", 100);
    private final JobProgress progress = new JobProgress(job.frames(), results -> true);
    private final Blame blame = new Blame(job, progress);

    private static DiedException crash(boolean named, Map<String, String> doing) {
        return new DiedException("The process crashed", false, named, doing);
    }

    private static DiedException hang(String what) {
        return new DiedException("The process did not come to an end in time", true, true, Map.of("decoder", what));
    }

    private void answer(int frame) {
        progress.accept(List.of(new Result.Failed(frame, "answered")));
    }

    @Test
    void a_frame_whose_thread_died_is_given_up_and_the_rest_goes_on() {
        blame.died(crash(true, Map.of("decoder", "decoding frame 7")));

        assertThat(progress.open().contains(7)).isFalse();
        assertThat(progress.open().count()).isEqualTo(99);
        assertThat(blame.isCareful()).isFalse();
    }

    @Test
    void a_death_without_a_name_is_looked_into_with_one_thing_at_a_time() {
        blame.died(crash(false, BOTH));

        assertThat(progress.lost()).isZero();
        assertThat(blame.isCareful()).isTrue();

        blame.died(crash(false, Map.of("decoder", "decoding frame 7")));

        assertThat(progress.open().contains(7)).isFalse();
    }

    @Test
    void a_network_that_dies_twice_at_the_same_place_is_named() {
        blame.died(crash(false, BOTH));

        Refusal.Unavailable refusal = catchThrowableOfType(
                Refusal.Unavailable.class,
                () -> blame.died(crash(false, Map.of("predictor", "classifying frames 0 to 3"))));

        assertThat(refusal.code()).isEqualTo("network-crashed");
        assertThat(refusal)
                .hasMessage("The process crashed, 2 times, last while classifying frames 0 to 3 of \"Drawn\" with the"
                        + " network of iteration 1 (SHA-256 "
                        + job.iteration().weights().sha256() + ").");
    }

    @Test
    void a_network_that_gets_on_between_its_deaths_has_more_tries_but_not_without_end() {
        DiedException death = crash(true, Map.of("predictor", "classifying frames 0 to 3"));
        for (int frame = 0; frame < 3; frame++) {
            blame.died(death);
            answer(frame);
        }

        assertThatThrownBy(() -> blame.died(death)).isInstanceOf(Refusal.Unavailable.class);
    }

    @Test
    void after_a_careful_process_has_survived_all_is_done_at_once_again() {
        blame.died(crash(false, BOTH));

        blame.survived();

        assertThat(blame.isCareful()).isFalse();
    }

    @Test
    void a_medium_that_loses_frame_after_frame_is_named_and_not_the_network() {
        for (int frame = 0; frame < 8; frame++) {
            blame.died(crash(true, Map.of("decoder", "decoding frame " + frame)));
        }

        Refusal.Unavailable refusal = catchThrowableOfType(
                Refusal.Unavailable.class, () -> blame.died(crash(true, Map.of("decoder", "decoding frame 8"))));

        assertThat(refusal.code()).isEqualTo("media-crashed");
        assertThat(refusal).hasMessageContaining("while decoding frame 8 of \"Drawn\"");
    }

    @Test
    void a_medium_that_hangs_is_given_up_sooner() {
        blame.died(hang("decoding frame 1"));
        blame.died(hang("decoding frame 2"));

        assertThatThrownBy(() -> blame.died(hang("decoding frame 3")))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("media-crashed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"decoding frame 99999999999", "decoding frame 100", "decoding frame -1", "decoding frame 0"})
    void a_frame_that_nobody_waits_for_is_no_excuse(String told) {
        answer(0);
        DiedException death = crash(true, Map.of("decoder", told));

        blame.died(death);

        assertThat(progress.lost()).isZero();
        assertThatThrownBy(() -> blame.died(death))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("network-crashed"));
    }
}
