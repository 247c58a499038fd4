package io.framewise.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What was refused, in a form that a test can compare. */
public final class Refusals {

    private Refusals() {}

    /** The violations of an invalid input, each as {@code path code}. */
    public static List<String> violations(ThrowingCallable refused) {
        Throwable thrown = catchThrowable(refused);
        assertThat(thrown).isInstanceOf(Refusal.Invalid.class);
        return ((Refusal.Invalid) thrown)
                .violations().stream()
                        .map(found -> found.path() + " " + found.code())
                        .toList();
    }

    /** The code of a conflict. */
    public static String conflict(ThrowingCallable refused) {
        Throwable thrown = catchThrowable(refused);
        assertThat(thrown).isInstanceOf(Refusal.Conflict.class);
        return ((Refusal.Conflict) thrown).code();
    }

    /** The code of whatever was not found. */
    public static String notFound(ThrowingCallable refused) {
        Throwable thrown = catchThrowable(refused);
        assertThat(thrown).isInstanceOf(Refusal.NotFound.class);
        return ((Refusal.NotFound) thrown).code();
    }

    /** What is said to the person about an invalid input, sentence by sentence. */
    public static Stream<String> messages(ThrowingCallable refused) {
        Throwable thrown = catchThrowable(refused);
        assertThat(thrown).isInstanceOf(Refusal.Invalid.class);
        return ((Refusal.Invalid) thrown).violations().stream().map(Violation::message);
    }
}
