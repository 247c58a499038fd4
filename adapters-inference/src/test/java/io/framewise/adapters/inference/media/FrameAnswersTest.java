package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Containment;
import io.framewise.adapters.inference.process.DiedException;
import io.framewise.adapters.inference.process.Misbehaving;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of decoding processes that answer what cannot be. */
class FrameAnswersTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"101x100", "100000x100000", "0x5", "-1x-1"})
    void a_picture_that_is_larger_than_allowed_is_not_waited_for(String size) throws IOException {
        try (Containment containment = Containment.of(Containment.Wanted.OFF, folder);
                Worker worker = containment.start(
                        inbox -> command(), "test process", new ChildProcess.Patience(LONG, LONG, LONG))) {
            worker.process()
                    .send(Misbehaving.DO, body -> body.write(("picture " + size).getBytes(StandardCharsets.UTF_8)));
            FrameAnswers answers = new FrameAnswers(
                    worker.process(), IntStream.of(0).iterator(), new Limits(10_000, 1, 1, 1), new FrameDecoder.Sink() {
                        @Override
                        public boolean picture(int frame, RgbPicture picture) {
                            throw new AssertionError(picture);
                        }

                        @Override
                        public boolean failed(int frame, String reason) {
                            throw new AssertionError(reason);
                        }
                    });

            DiedException died = catchThrowableOfType(DiedException.class, answers::readAll);

            assertThat(died.sentence()).isEqualTo("The test process answered nonsense and was ended");
        }
    }

    private static ChildCommand command() {
        return new ChildCommand(
                Misbehaving.class,
                List.of("-Xmx64m"),
                ChildCommand.places(List.of(Misbehaving.class, Wire.class, Refusal.class, Logger.class), List.of()),
                Map.of(),
                List.of(),
                0);
    }
}
