package io.framewise.adapters.inference.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    @Test
    void of_a_long_line_the_beginning_is_kept_and_the_next_one_is_whole() throws IOException {
        String log = "first\n" + "x".repeat(100_000) + "\n\nlast";
        try (LogLines lines = new LogLines(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)))) {
            assertThat(lines.next()).isEqualTo("first");
            assertThat(lines.next()).isEqualTo("x".repeat(LogLines.LONGEST));
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("last");
            assertThat(lines.next()).isNull();
        }
    }
}
