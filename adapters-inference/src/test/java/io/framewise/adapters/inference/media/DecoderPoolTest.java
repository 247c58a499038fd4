package io.framewise.adapters.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.media.FrameDecoder.Sink;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests when decoding processes die, hang, or are told to stop. */
class DecoderPoolTest {

    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Clips clips = new Clips();
    private final DecoderPool pool = new DecoderPool(
            new MediaSettings(Clips.settings().limits(), 10, 10, 2, 1, SILENCE, Duration.ofMinutes(1), 0, Clips.NATIVE),
            Clips.containment());
    private final FrameDecoder decoder = new PooledDecoder(pool, clips);
    private FrameSource source;

    @BeforeEach
    void index() {
        Path file = Clips.fixture("h264-bframes.mp4");
        source = clips.source(file, new FfmpegMediaIndexer(pool).index(Clips.upload(file), "/file"));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static Sink sink(IntConsumer each, int until) {
        return new Sink() {
            @Override
            public boolean picture(int frame, RgbPicture picture) {
                each.accept(frame);
                return frame < until;
            }

            @Override
            public boolean failed(int frame, String reason) {
                return true;
            }
        };
    }

    private ProcessHandle process() {
        return ProcessHandle.of(pool.pids().iterator().next()).orElseThrow();
    }

    /** A sandbox has processes of its own around the one that decodes. */
    private List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process()), process().descendants()).toList();
    }

    /** When this returns, nothing more is decoded. */
    private void kill() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private void signal(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes().forEach(each -> command.add(String.valueOf(each.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aProcessThatDiesIsReportedAndReplaced() {
        List<Integer> seen = new ArrayList<>();

        Refusal.Unavailable refusal = catchThrowableOfType(
                Refusal.Unavailable.class,
                () -> decoder.decode(
                        source,
                        FrameRanges.of(0, 59),
                        sink(
                                frame -> {
                                    seen.add(frame);
                                    if (frame == 5) {
                                        kill();
                                    }
                                },
                                99)));

        assertThat(refusal.code()).isEqualTo("decoder-died");
        assertThat(refusal).hasMessageContaining("exit code 137");
        assertThat(seen).startsWith(0, 1, 2, 3, 4, 5);
        assertThat(Clips.decode(decoder, source, FrameRanges.of(0, 59))).hasSize(60);
    }

    @Test
    void aProcessThatDiesWhileIdleIsReplacedUnnoticed() throws Exception {
        ProcessHandle idle = process();
        idle.destroyForcibly();
        idle.onExit().get(5, TimeUnit.SECONDS);

        assertThat(Clips.decode(decoder, source, FrameRanges.of(0, 3))).hasSize(4);
    }

    @Test
    void aProcessThatHangsIsEndedAndReplaced() {
        long begin = System.nanoTime();

        Refusal.Unavailable refusal = catchThrowableOfType(
                Refusal.Unavailable.class,
                () -> decoder.decode(
                        source,
                        FrameRanges.of(0, 59),
                        sink(
                                frame -> {
                                    if (frame == 2) {
                                        signal("STOP");
                                    }
                                },
                                99)));

        assertThat(refusal.code()).isEqualTo("decoder-overdue");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SILENCE.multipliedBy(2));
        assertThat(Clips.decode(decoder, source, FrameRanges.of(0, 59))).hasSize(60);
    }

    @Test
    void decodingStopsWhenTheSinkHasEnough() {
        List<Integer> seen = new ArrayList<>();
        long before = process().pid();

        decoder.decode(source, FrameRanges.of(0, 59), sink(seen::add, 7));

        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(process().pid()).isEqualTo(before);
        assertThat(Clips.decode(decoder, source, FrameRanges.of(0, 59))).hasSize(60);
    }

    @Test
    void aSinkThatFailsLeavesNothingBehind() {
        IllegalStateException failure = catchThrowableOfType(
                IllegalStateException.class,
                () -> decoder.decode(
                        source,
                        FrameRanges.of(0, 59),
                        sink(
                                frame -> {
                                    throw new IllegalStateException("full");
                                },
                                99)));

        assertThat(failure).hasMessage("full");
        assertThat(Clips.decode(decoder, source, FrameRanges.of(4, 6)).keySet()).containsExactly(4, 5, 6);
    }

    @Test
    void aProcessWhoseNodeIsGoneEnds() throws Exception {
        ProcessHandle process = process();

        pool.close();

        assertThat(process.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void aProcessKnowsNothingOfTheNodesEnvironment() throws Exception {
        ProcessHandle program = process().descendants().reduce(process(), (outer, inner) -> inner);

        String environment = Files.readString(Path.of("/proc/" + program.pid() + "/environ"));

        assertThat(environment.split("\0")).isSubsetOf("LC_ALL=C.UTF-8", "PWD=/", "PWD=/tmp");
    }
}
