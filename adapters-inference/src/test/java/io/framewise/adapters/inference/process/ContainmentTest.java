package io.framewise.adapters.inference.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framewise.adapters.inference.process.Containment.Wanted;
import io.framewise.domain.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child can do, and what becomes of one that does what it should not. */
class ContainmentTest {

    private static final ChildProcess.Patience PATIENCE =
            new ChildProcess.Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(100));
    private static final long GIGABYTE = 1L << 30;

    @TempDir
    private Path folder;

    private Containment containment;

    @AfterEach
    void close() {
        if (containment != null) {
            containment.close();
        }
    }

    private Worker start(Wanted wanted) throws IOException {
        containment = Containment.of(wanted, folder.resolve("inbox"));
        return containment.start(inbox -> command(), "test process", PATIENCE);
    }

    private Worker sandboxed() throws IOException {
        Worker worker = start(Wanted.AUTO);
        assumeTrue(containment.isSandboxed(), "this machine has no bubblewrap");
        return worker;
    }

    private static ChildCommand command() {
        return new ChildCommand(
                Misbehaving.class,
                List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64g"),
                ChildCommand.places(List.of(Misbehaving.class, Wire.class, Refusal.class, Logger.class), List.of()),
                Map.of("GIVEN", "yes"),
                List.of(),
                2 * GIGABYTE);
    }

    private static String tell(Worker worker, String words) {
        worker.process().send(Misbehaving.DO, body -> body.write(words.getBytes(StandardCharsets.UTF_8)));
        return worker.process().read((kind, body) -> Wire.text(body));
    }

    private static DiedException death(Worker worker, String words) {
        return catchThrowableOfType(DiedException.class, () -> {
            try {
                tell(worker, words);
            } finally {
                worker.process().watch();
            }
        });
    }

    @Test
    void a_sandboxed_child_sees_no_files_but_its_own() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "password");
        Path given = Files.writeString(folder.resolve("given"), "weights");
        try (Worker worker = sandboxed()) {
            Path inside = worker.inbox().put(given, "weights");

            assertThat(tell(worker, "read " + inside)).isEqualTo("done: weights");
            assertThat(tell(worker, "read " + secret)).isEqualTo("failed: NoSuchFileException");
            assertThat(tell(worker, "read /etc/passwd")).isEqualTo("failed: NoSuchFileException");
            assertThat(tell(worker, "read /proc/" + ProcessHandle.current().pid() + "/environ"))
                    .isEqualTo("failed: NoSuchFileException");
        }
    }

    @Test
    void a_sandboxed_child_writes_nowhere_but_into_its_own_temporary_folder() throws IOException {
        Path given = Files.writeString(folder.resolve("given"), "weights");
        try (Worker worker = sandboxed()) {
            Path inside = worker.inbox().put(given, "weights");

            assertThat(tell(worker, "write " + inside)).startsWith("failed");
            tell(worker, "write " + folder.resolve("new"));
            for (String elsewhere : List.of("/usr/new", "/new", "/dev/shm/new")) {
                assertThat(tell(worker, "write " + elsewhere)).startsWith("failed");
            }
            assertThat(tell(worker, "write /tmp/framewise-new")).startsWith("done");
        }
        assertThat(given).hasContent("weights");
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(Path.of("/tmp/framewise-new")).doesNotExist();
    }

    @Test
    void a_sandboxed_child_cannot_mount_anew_what_is_read_only_also_where_the_node_is_root() throws IOException {
        try (Worker worker = sandboxed()) {
            assertThat(tell(worker, "read /proc/self/status"))
                    .contains("CapPrm:\t0000000000000000")
                    .contains("CapEff:\t0000000000000000");
            for (String folder : List.of("/", "/usr", worker.inbox().folder().toString())) {
                assertThat(tell(worker, "run mount -o remount,rw,bind " + folder))
                        .startsWith("failed");
            }
            assertThat(tell(worker, "run unshare --user --map-root-user mount -o remount,rw,bind /usr"))
                    .startsWith("failed");
        }
    }

    @Test
    void a_sandboxed_child_reaches_no_network() throws IOException {
        try (Worker worker = sandboxed();
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(tell(worker, "connect " + server.getLocalPort())).startsWith("failed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wanted.class,
            names = {"AUTO", "OFF"})
    void a_child_is_told_nothing_of_the_environment(Wanted wanted) throws IOException {
        try (Worker worker = start(wanted)) {
            assertThat(tell(worker, "environment").split(","))
                    .contains("GIVEN")
                    .isSubsetOf("GIVEN", "LC_ALL", "PWD", "SHLVL", "_", "OLDPWD");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wanted.class,
            names = {"AUTO", "OFF"})
    void a_crash_is_named_with_what_the_child_was_at(Wanted wanted) throws IOException {
        try (Worker worker = start(wanted)) {
            DiedException died = death(worker, "crash");

            assertThat(died.sentence()).isEqualTo("The test process crashed (SIGSEGV)");
            assertThat(died.doing()).containsEntry("main", "crash");
            assertThat(worker.process().isUsable()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wanted.class,
            names = {"AUTO", "OFF"})
    void a_child_that_eats_memory_ends_before_the_machine_does(Wanted wanted) throws IOException {
        try (Worker worker = start(wanted)) {
            DiedException died = death(worker, "eat " + 8 * GIGABYTE);

            assertThat(died.sentence()).isEqualTo("The test process ran out of memory");
        }
    }

    @Test
    void a_child_that_answers_nonsense_is_ended() throws IOException {
        try (Worker worker = start(Wanted.AUTO)) {
            DiedException died = death(worker, "lie");

            assertThat(died.sentence()).isEqualTo("The test process answered nonsense and was ended");
            assertThat(worker.process().isUsable()).isFalse();
        }
    }

    @Test
    void no_more_is_noted_of_a_childs_threads_than_there_is_room_for() throws IOException {
        try (Worker worker = start(Wanted.AUTO)) {
            assertThat(death(worker, "threads 70").doing()).hasSize(64).containsEntry("thread 62", "work");
        }
        try (Worker worker = start(Wanted.AUTO)) {
            assertThat(death(worker, "long 5000").doing().get("main")).matches("w{400,512}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void notes_that_make_no_sense_are_not_read(int seed) throws IOException {
        try (Worker worker = start(Wanted.AUTO)) {
            DiedException died = death(worker, "scribble " + seed);

            assertThat(died.sentence()).isEqualTo("The test process ended unexpectedly (exit code 1)");
            assertThat(died.doing()).isEmpty();
        }
    }

    @Test
    void a_child_that_says_what_it_is_at_and_that_it_is_over_is_at_nothing() throws IOException {
        try (Worker worker = start(Wanted.AUTO)) {
            DiedException died = death(worker, "idle");

            assertThat(died.doing()).isEmpty();
        }
    }

    @Test
    void a_child_that_prints_a_line_without_end_is_listened_to_all_the_same() throws IOException {
        try (Worker worker = start(Wanted.AUTO)) {
            assertThat(tell(worker, "print " + (64 << 20))).isEqualTo("printed");
        }
    }

    @Test
    void a_child_that_hangs_is_ended() throws Exception {
        try (Worker worker = start(Wanted.AUTO)) {
            Thread watchdog = watchdog(worker);

            DiedException died = death(worker, "hang");

            assertThat(died.overdue()).isTrue();
            assertThat(died.sentence()).isEqualTo("The test process did not answer in time and was ended");
            watchdog.join();
        }
    }

    @Test
    void a_child_that_answers_on_and_on_is_ended_soon_after_it_was_told_to_stop() throws Exception {
        try (Worker worker = start(Wanted.AUTO)) {
            Thread watchdog = watchdog(worker);
            worker.process().send(Misbehaving.DO, body -> body.writeBytes("answer"));
            worker.process().read((kind, body) -> kind);

            worker.process().stop();

            DiedException died = catchThrowableOfType(DiedException.class, () -> {
                while (true) {
                    worker.process().read((kind, body) -> kind);
                }
            });
            assertThat(died.overdue()).isTrue();
            watchdog.join();
        }
    }

    private static Thread watchdog(Worker worker) {
        Thread watchdog = new Thread(() -> {
            while (worker.process().isAlive()) {
                worker.process().watch();
                Thread.onSpinWait();
            }
        });
        watchdog.start();
        return watchdog;
    }

    @Test
    void temporary_files_of_a_child_without_sandbox_go_with_it() throws IOException {
        Path temporary;
        try (Worker worker = start(Wanted.OFF)) {
            temporary = Path.of(tell(worker, "temporary"));

            assertThat(temporary).exists().startsWith(folder);
        }
        assertThat(temporary).doesNotExist();
        assertThat(temporary.getParent()).doesNotExist();
    }

    @Test
    void inboxes_of_nodes_that_are_no_more_are_removed_and_those_of_others_stay() throws IOException {
        Path inboxes = folder.resolve("inbox");
        Path gone = Files.createDirectories(inboxes.resolve("gone").resolve("one"));
        Files.writeString(gone.resolve("weights"), "weights");
        Files.writeString(inboxes.resolve("gone").resolve("lock"), "");
        try (Worker worker = start(Wanted.OFF);
                Containment other = Containment.of(Wanted.OFF, inboxes)) {
            assertThat(inboxes.resolve("gone")).doesNotExist();
            assertThat(worker.inbox().folder()).exists();
            assertThat(other.isSandboxed()).isFalse();
            try (Stream<Path> nodes = Files.list(inboxes)) {
                assertThat(nodes).hasSize(2);
            }
        }
        containment.close();
        assertThat(inboxes).isEmptyDirectory();
    }
}
