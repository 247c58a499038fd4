package io.framewise.domain.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Letters are options, a dot is no option, a space is a frame that is not there. */
class SmoothingTest {

    @Test
    void aShortStretchBetweenTwoEqualOnesTakesTheirAnswer() {
        assertThat(smoothed(3, "aaabbaaa")).isEqualTo("aaaAAaaa");
        assertThat(smoothed(2, "aaabbaaa")).isEqualTo("aaabbaaa");
        assertThat(smoothed(3, "aaabbbaaa")).isEqualTo("aaabbbaaa");
        assertThat(smoothed(1, "ababa")).isEqualTo("ababa");
    }

    @Test
    void whereTheModelGaveNoAnswerItIsTheSame() {
        assertThat(smoothed(3, "aa..aa")).isEqualTo("aaAAaa");
        assertThat(smoothed(3, "..a..")).isEqualTo("..a..");
    }

    @Test
    void betweenTwoDifferentOnesAndAtTheEndsItStays() {
        assertThat(smoothed(5, "aabcc")).isEqualTo("aabcc");
        assertThat(smoothed(5, "baaab")).isEqualTo("bBBBb");
        assertThat(smoothed(5, "ab")).isEqualTo("ab");
        assertThat(smoothed(5, "")).isEmpty();
    }

    @Test
    void whatHasBeenJoinedIsOneStretchForWhatComesBehind() {
        assertThat(smoothed(2, "ababa")).isEqualTo("aAaAa");
        assertThat(smoothed(2, "aabcaa")).isEqualTo("aabcaa");
    }

    @Test
    void framesThatAreNotThereHaveNoNeighbours() {
        assertThat(smoothed(3, "aa b aa")).isEqualTo("aa b aa");
        assertThat(smoothed(3, "aab aa")).isEqualTo("aab aa");
        assertThat(smoothed(3, "aa baa")).isEqualTo("aa baa");
        assertThat(smoothed(3, "aa aba")).isEqualTo("aa aAa");
    }

    /** Changed frames are shown as capitals. */
    private static String smoothed(int least, String model) {
        int[] frames = IntStream.range(0, model.length())
                .filter(i -> model.charAt(i) != ' ')
                .toArray();
        int[] options = IntStream.of(frames)
                .map(i -> model.charAt(i) == '.' ? -1 : model.charAt(i) - 'a')
                .toArray();
        BitSet changed = Smoothing.apply(least, frames, options, frames.length);
        StringBuilder text = new StringBuilder(model);
        for (int i = 0; i < frames.length; i++) {
            char letter = options[i] < 0 ? '.' : (char) ('a' + options[i]);
            text.setCharAt(frames[i], changed.get(i) ? Character.toUpperCase(letter) : letter);
        }
        return text.toString();
    }
}
