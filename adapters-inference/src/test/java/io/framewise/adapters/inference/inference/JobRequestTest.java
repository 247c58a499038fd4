package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.adapters.inference.process.ChildCommand;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Containment;
import io.framewise.adapters.inference.process.DiedException;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.application.inference.FrameClassifier.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of inference processes that lie. */
class JobRequestTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void a_process_that_lies_is_ended(LyingNetwork.Lie lie) throws IOException {
        Path picture = Files.writeString(folder.resolve("picture"), "nobody looks at it");
        Job job = TestNetworks.jobOver("mean-colour.pt", List.of(picture, picture, picture));
        JobProgress progress = new JobProgress(job.frames(), results -> {
            throw new AssertionError(results);
        });
        try (Containment containment = Containment.of(Containment.Wanted.OFF, folder.resolve("inbox"));
                Worker worker = containment.start(
                        inbox -> command(lie), "test process", new ChildProcess.Patience(LONG, LONG, LONG))) {
            JobRequest request = new JobRequest(worker, TestNetworks.blobs(), job, false, progress);

            DiedException died = catchThrowableOfType(DiedException.class, request::run);

            assertThat(died.sentence()).isEqualTo("The test process answered nonsense and was ended");
            assertThat(progress.open()).isEqualTo(job.frames());
        }
    }

    private static ChildCommand command(LyingNetwork.Lie lie) {
        Set<String> places = new LinkedHashSet<>(EngineLibraries.places());
        places.addAll(ChildCommand.places(List.of(LyingNetwork.class), List.of()));
        return new ChildCommand(
                LyingNetwork.class,
                List.of("-Xmx64m", "-D" + LyingNetwork.PROPERTY + "=" + lie),
                places,
                Map.of(),
                List.of(),
                0);
    }
}
