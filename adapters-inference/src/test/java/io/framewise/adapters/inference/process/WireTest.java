package io.framewise.adapters.inference.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WireTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(written);

    private DataInputStream in() {
        return new DataInputStream(new ByteArrayInputStream(written.toByteArray()));
    }

    @Test
    void numbers_come_back_however_many_they_are() throws IOException {
        long[] longs = LongStream.range(0, 100_001).toArray();
        int[] ints = IntStream.range(0, 4_097).toArray();
        Wire.longs(out, longs);
        Wire.ints(out, ints);

        DataInputStream in = in();

        assertThat(Wire.longs(in, 100_001)).isEqualTo(longs);
        assertThat(Wire.ints(in, 4_097)).isEqualTo(ints);
    }

    @Test
    void more_numbers_than_there_can_be_are_not_waited_for() throws IOException {
        out.writeInt(1_001);

        assertThatThrownBy(() -> Wire.longs(in(), 1_000)).hasMessageContaining("1001");
        assertThatThrownBy(() -> Wire.ints(in(), 1_000)).hasMessageContaining("1001");
    }

    @Test
    void no_room_is_made_for_numbers_that_do_not_come() throws IOException {
        out.writeInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> Wire.longs(in(), Integer.MAX_VALUE)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> Wire.ints(in(), Integer.MAX_VALUE)).isInstanceOf(EOFException.class);
    }

    @Test
    void of_a_long_sentence_the_beginning_is_told() throws IOException {
        Wire.sentence(out, "…".repeat(2_000));

        assertThat(Wire.sentence(in())).isEqualTo("…".repeat(1_000));
    }

    @Test
    void a_text_that_is_too_long_for_an_answer_is_not_read() throws IOException {
        Wire.text(out, "x".repeat(Wire.LONGEST_SENTENCE + 1));

        assertThatThrownBy(() -> Wire.sentence(in())).isInstanceOf(IOException.class);
    }
}
