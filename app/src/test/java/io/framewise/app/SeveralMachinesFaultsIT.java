package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.persistence.media.S3Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As on several machines: a PostgreSQL, a bucket, and nodes that share nothing else. */
@Tag("faults")
class SeveralMachinesFaultsIT {
    private static final int FRAMES = 3_000;

    @TempDir
    Path folder;

    /** Promise: a run is shared by two workers; one is killed, and the run completes. */
    @Test
    void a_run_is_shared_by_two_machines_and_completes_when_one_of_them_is_lost() throws Exception {
        try (var bucket = S3Server.start(folder.resolve("bucket"));
                var nodes = Installation.in(folder, settings(bucket))) {
            var car = nodes.carModel();
            var dataUnit = nodes.upload(Pictures.sequence(folder, FRAMES, number -> false));
            var lost = nodes.workerIn(folder.resolve("machine-1"));
            nodes.workerIn(folder.resolve("machine-2"));
            var run = nodes.request(car, dataUnit, FRAMES);
            nodes.awaitSharing(run);

            nodes.kill(lost);

            var ended = nodes.awaitEnd(run);
            assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("succeeded");
            assertThat(ended.at("/outcome/counts/failed").asInt()).isZero();
            nodes.check(run, dataUnit);
        }
    }

    private static Map<String, String> settings(S3Server bucket) {
        return Map.of(
                "FRAMEWISE_BLOBS_S3_BUCKET", S3Server.BUCKET,
                "FRAMEWISE_BLOBS_S3_ENDPOINT", bucket.endpoint().toString(),
                "FRAMEWISE_BLOBS_S3_ACCESS_KEY", S3Server.ACCESS_KEY,
                "FRAMEWISE_BLOBS_S3_SECRET_KEY", S3Server.SECRET_KEY,
                "FRAMEWISE_BLOBS_S3_PATH_STYLE", "true");
    }
}
