package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged media, networks that misbehave and full disks harm only what they are part of. */
@Tag("faults")
class FileAndNetworkFaultsIT {
    private static final Path NETWORKS =
            Path.of("../adapters-inference/src/test/resources/networks").toAbsolutePath();
    private static final int FRAMES = 800;
    private static final int BAD = 300;

    @TempDir
    static Path folder;

    private static Installation nodes;
    private static String car;

    @BeforeAll
    static void start() throws Exception {
        nodes = Installation.in(
                folder,
                Map.of(
                        "FRAMEWISE_TORCHSCRIPT_UNSANDBOXED", "true",
                        "FRAMEWISE_INFERENCE_BATCH_DEADLINE", "PT3S",
                        "FRAMEWISE_INFERENCE_MAX_MEMORY", "3000000000",
                        "FRAMEWISE_WORKER_RETRY_PAUSE", "PT0.2S",
                        "FRAMEWISE_WORKER_TRIES", "3"));
        car = nodes.carModel();
        nodes.worker();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    /** Promise: a network that hangs or eats memory on some frames fails there; its other shards and other runs are done. */
    @ParameterizedTest
    @ValueSource(strings = {"hangs-on-bright.pt", "eats-on-bright.pt"})
    void a_network_that_misbehaves_on_a_frame_harms_no_other_shard_and_no_other_run(String network) throws Exception {
        var dataUnit = nodes.upload(Pictures.sequence(folder, FRAMES, number -> number == BAD));
        var model = nodes.attached(NETWORKS.resolve(network));

        var bad = nodes.request(model, dataUnit, FRAMES);
        var good = nodes.request(car, nodes.street().uploadClip().get("id").asText(), 200);

        var ended = nodes.awaitEnd(bad);
        assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.at("/outcome/counts/failed").asInt())
                .as(ended.toString())
                .isBetween(1, 2 * Installation.SHARD_FRAMES);
        nodes.check(bad, dataUnit);
        assertThat(nodes.awaitEnd(good).at("/outcome/counts/labelled").asInt()).isEqualTo(200);
        var again = nodes.request(car, dataUnit, 100);
        assertThat(nodes.awaitEnd(again).get("state").asText()).isEqualTo("succeeded");
    }

    /** Promise: a process that dies natively is replaced, and no frame is lost. */
    @Test
    void an_inference_process_that_is_killed_is_replaced_and_no_frame_is_lost() throws Exception {
        var dataUnit = nodes.upload(Pictures.sequence(folder, 6_000, number -> false));
        var run = nodes.request(car, dataUnit, 6_000);
        nodes.awaitWork(run);

        nodes.workers().get(0).killChildren();

        nodes.awaitProgress(run);
        var ended = nodes.awaitEnd(run);
        assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.at("/outcome/counts/failed").asInt())
                .as(ended.toString())
                .isZero();
        nodes.check(run, dataUnit);
    }

    /** Promise: a clip that was cut short on disk fails frame by frame; when it is whole again, another run has them all. */
    @Test
    void a_clip_that_is_cut_on_disk_fails_where_it_is_cut_and_is_whole_for_the_next_run_when_it_is_mended()
            throws Exception {
        var unit = nodes.street().uploadClip();
        var dataUnit = unit.get("id").asText();
        var hash = unit.get("contentHash").asText();
        Path blob;
        try (var files = Files.walk(nodes.data().resolve("blobs"))) {
            blob = files.filter(Files::isRegularFile)
                    .filter(file -> (file.getParent().getFileName()
                                    + file.getFileName().toString())
                            .contains(hash.substring(2)))
                    .findFirst()
                    .orElseThrow();
        }
        var whole = Files.readAllBytes(blob);
        blob.toFile().setWritable(true);
        try (var file = new RandomAccessFile(blob.toFile(), "rw")) {
            file.setLength(whole.length / 2);
        }

        var run = nodes.request(car, dataUnit, 750);

        var ended = nodes.awaitEnd(run);
        assertThat(ended.at("/outcome/counts/failed").asInt())
                .as(ended.toString())
                .isPositive();
        nodes.check(run, dataUnit);
        Files.write(blob, whole);
        var later = nodes.request(car, dataUnit, 750);
        var again = nodes.awaitEnd(later);
        assertThat(again.at("/outcome/counts/labelled").asInt())
                .as(again.toString())
                .isEqualTo(750);
        nodes.check(later, dataUnit);
    }

    /** Promise: what does not fit on the disk is refused as a whole; when there is room again, work goes on. */
    @Test
    void a_full_disk_refuses_an_upload_and_leaves_nothing_half_written() throws Exception {
        var blobs = nodes.data().resolve("blobs");
        var path = "/api/projects/" + nodes.street().project() + "/data-units";
        var before = nodes.api().get(path).body().get("items");
        assumeTrue(
                mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", blobs.toString()),
                "No small disk can be mounted here, so a full one is not tested");
        try {
            // Each picture of a sequence is a file of its own.
            var tooMuch = Pictures.sequence(folder, 5_000, number -> false);

            var refused = nodes.api().upload(path, Map.of("file", tooMuch));

            assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
            assertThat(refused.body().get("code").asText()).isEqualTo("storage-unavailable");
            assertThat(nodes.api().get(path).body().get("items")).isEqualTo(before);
            try (var files = Files.walk(blobs)) {
                assertThat(files.filter(Files::isRegularFile))
                        .as("nothing is half-written: a file's name is the hash of what is in it")
                        .allMatch(FileAndNetworkFaultsIT::isWhole);
            }
        } finally {
            new ProcessBuilder("umount", "-l", blobs.toString()).start().waitFor(10, TimeUnit.SECONDS);
        }
        var clip = nodes.street().uploadClip().get("id").asText();
        var run = nodes.request(car, clip, 100);
        assertThat(nodes.awaitEnd(run).get("state").asText()).isEqualTo("succeeded");
        nodes.check(run, clip);
    }

    private static boolean isWhole(Path file) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of()
                    .formatHex(hash)
                    .equals(file.getParent().getFileName() + file.getFileName().toString());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean mount(String... arguments) throws InterruptedException {
        try {
            var command = new ArrayList<>(List.of("mount"));
            command.addAll(List.of(arguments));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
