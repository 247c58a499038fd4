package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Report;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.domain.Refusal;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of jobs whose networks hang, eat memory or crash, and of the jobs after them. */
class ContainedFrameClassifierTest {

    private static final Duration BATCH_DEADLINE = Duration.ofSeconds(2);
    private static final long MEMORY = 3L << 30;

    private static final InferenceProcesses PROCESSES = TestNetworks.processes(BATCH_DEADLINE, MEMORY);
    private final ContainedFrameClassifier classifier = new ContainedFrameClassifier(PROCESSES, TestNetworks.blobs());

    @TempDir
    private Path folder;

    private Path dark;
    private Path bright;
    private Path broken;

    @BeforeEach
    void draw() throws IOException {
        dark = picture("dark", new Color(20, 40, 60));
        bright = picture("bright", Color.WHITE);
        broken = Files.writeString(folder.resolve("broken.png"), "no picture");
    }

    @AfterAll
    static void close() {
        PROCESSES.close();
    }

    private Path picture(String name, Color color) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(0, 0, 16, 16);
        graphics.dispose();
        Path file = folder.resolve(name + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private List<Result> classify(Job job) {
        List<Result> results = new ArrayList<>();
        Report report = classifier.classify(job, batch -> {
            results.addAll(batch);
            return true;
        });
        assertThat(report.engine()).isEqualTo("PyTorch");
        return results;
    }

    private void assertThatOtherJobsSucceed() {
        List<Result> results = classify(TestNetworks.jobOver("mean-colour.pt", List.of(dark, bright, dark)));

        assertThat(results).hasSize(3).allMatch(Result.Classified.class::isInstance);
    }

    @Test
    void frames_are_classified_in_a_process_of_the_device_which_stays() {
        List<Result> first = classify(TestNetworks.jobOver("mean-colour.pt", List.of(dark, bright)));
        List<Long> pids = PROCESSES.pids();
        List<Result> second = classify(TestNetworks.jobOver("mean-colour.pt", List.of(dark, bright)));

        assertThat(probabilities(first.get(0))[2]).isGreaterThan(0.5f);
        assertThat(second).usingRecursiveComparison().isEqualTo(first);
        assertThat(PROCESSES.pids()).isEqualTo(pids).hasSize(1);
    }

    private static float[] probabilities(Result result) {
        return ((Result.Classified) result).probabilities();
    }

    @Test
    void a_picture_that_cannot_be_decoded_fails_alone() {
        List<Result> results = classify(TestNetworks.jobOver("mean-colour.pt", List.of(dark, broken, bright)));

        assertThat(results).hasSize(3);
        assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
        assertThat(results.get(2)).isInstanceOf(Result.Classified.class);
    }

    @Test
    void a_network_that_hangs_is_ended_and_named_and_harms_no_other() {
        Job job = TestNetworks.jobOver("hangs-on-bright.pt", List.of(dark, bright));
        String network = job.iteration().weights().sha256();

        Refusal.Unavailable refusal = catchThrowableOfType(Refusal.Unavailable.class, () -> classify(job));

        assertThat(refusal.code()).isEqualTo("network-crashed");
        assertThat(refusal)
                .hasMessageContaining("did not come to an end in time")
                .hasMessageContaining("2 times, last while classifying frames 0 to 1 of \"Drawn\"")
                .hasMessageContaining("iteration 1 (SHA-256 " + network + ")");
        assertThatOtherJobsSucceed();
    }

    @Test
    void a_caller_may_stop_while_no_answer_has_come() {
        Job job = TestNetworks.jobOver("hangs-on-bright.pt", List.of(dark, bright));
        List<List<Result>> batches = new ArrayList<>();

        classifier.classify(job, batch -> {
            batches.add(batch);
            return false;
        });

        assertThat(batches).containsExactly(List.of());
        assertThatOtherJobsSucceed();
    }

    @Test
    void a_network_that_eats_memory_harms_no_other() {
        Job job = TestNetworks.jobOver("eats-on-bright.pt", List.of(dark, bright));

        List<Result> results = classify(job);

        assertThat(results).hasSize(2);
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.reason()).contains("allocate memory"));
        assertThatOtherJobsSucceed();
    }

    @Test
    void a_process_that_crashes_once_is_replaced_and_no_frame_is_lost() throws Exception {
        assertThatOtherJobsSucceed();
        long before = PROCESSES.pids().get(0);
        List<Integer> frames = new ArrayList<>();
        Job job = TestNetworks.jobOver("mean-colour.pt", many(5_000));

        classifier.classify(job, results -> {
            if (frames.isEmpty()) {
                crash(before);
            }
            results.forEach(result -> frames.add(result.frame()));
            return true;
        });

        assertThat(frames).hasSize(5_000).isSorted().doesNotHaveDuplicates();
        assertThat(PROCESSES.pids()).hasSize(1).doesNotContain(before);
    }

    @Test
    void a_job_whose_results_cannot_be_kept_harms_no_other() {
        Refusal.Unavailable full = new Refusal.Unavailable("database-unavailable", "There is no room.");

        assertThatThrownBy(() -> classifier.classify(TestNetworks.jobOver("mean-colour.pt", many(500)), results -> {
                    throw full;
                }))
                .isSameAs(full);

        // It is in the middle of an answer that nobody reads.
        assertThat(PROCESSES.pids()).isEmpty();
        assertThatOtherJobsSucceed();
    }

    @Test
    void a_process_that_crashes_a_second_time_later_is_replaced_again() {
        assertThatOtherJobsSucceed();
        List<Integer> frames = new ArrayList<>();
        Job job = TestNetworks.jobOver("mean-colour.pt", many(5_000));

        classifier.classify(job, results -> {
            if (frames.isEmpty() || frames.size() < 3_000 && frames.size() + results.size() >= 3_000) {
                PROCESSES.pids().forEach(this::crash);
            }
            results.forEach(result -> frames.add(result.frame()));
            return true;
        });

        assertThat(frames).hasSize(5_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_job_whose_process_crashes_again_and_again_ends() {
        assertThatOtherJobsSucceed();
        Job job = TestNetworks.jobOver("mean-colour.pt", many(5_000));

        assertThatThrownBy(() -> classifier.classify(job, results -> {
                    PROCESSES.pids().forEach(this::crash);
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isIn("network-crashed", "media-crashed"))
                .hasMessageContaining("SIGSEGV");
        assertThatOtherJobsSucceed();
    }

    private List<Path> many(int count) {
        List<Path> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(i % 2 == 0 ? dark : bright);
        }
        return pictures;
    }

    private void crash(long pid) {
        ProcessHandle outer = ProcessHandle.of(pid).orElseThrow();
        // A sandbox has processes of its own around the one that runs networks.
        ProcessHandle program = Stream.concat(Stream.of(outer), outer.descendants())
                .reduce((first, second) -> second)
                .orElseThrow();
        try {
            new ProcessBuilder("kill", "-SEGV", Long.toString(program.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
