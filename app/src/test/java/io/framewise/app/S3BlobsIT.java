package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.framewise.adapters.persistence.media.S3Server;
import io.framewise.app.demo.DemoApi;
import io.framewise.app.demo.Street;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlobsIT {
    private static final Path DEMO = Path.of("../demo").toAbsolutePath().normalize();
    private static final String CAR = "Is there a car in the frame?";
    private static final int CLIP_AND_WEIGHTS = 2;

    @TempDir
    Path data;

    @TempDir
    Path objects;

    @Test
    void media_and_weights_come_back_from_the_bucket_and_without_it_the_node_is_not_ready() throws Exception {
        try (var server = S3Server.start(objects);
                var program = PackagedProgram.runIn(data, settings(server))) {
            var api = new DemoApi(program.url("").toString());
            var street = new Street(api, DEMO);
            var dataUnit = street.uploadClip().get("id").asText();
            street.importModel("car");
            var mapping = Map.of("car", street.option(CAR, "yes"), "no_car", street.option(CAR, "no"));
            var car =
                    Street.expect(201, street.attach("car", mapping)).get("id").asText();
            var before = finish(api, street.run(car, dataUnit, 0, 49, "cpu"));
            var reads = server.reads();
            delete(data.resolve("blob-cache"));

            var after = finish(api, street.run(car, dataUnit, 0, 49, "cpu"));

            assertThat(server.reads() - reads).isEqualTo(CLIP_AND_WEIGHTS);
            assertThat(after.at("/outcome/counts")).isEqualTo(before.at("/outcome/counts"));
            assertThat(data.resolve("blobs")).doesNotExist();

            server.stop();

            var readiness = program.get("/q/health/ready");
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(readiness.body()).contains("blob-store-unreachable");
            var refused = api.upload(
                    "/api/projects/" + street.project() + "/data-units", Map.of("file", DEMO.resolve("street.mp4")));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().get("code").asText()).isEqualTo("blob-store-unreachable");
            assertThat(program.output()).doesNotContain(S3Server.SECRET_KEY).doesNotContain(S3Server.ACCESS_KEY);
        }
    }

    private static Map<String, String> settings(S3Server server) {
        return Map.of(
                "FRAMEWISE_BLOBS_S3_BUCKET", S3Server.BUCKET,
                "FRAMEWISE_BLOBS_S3_ENDPOINT", server.endpoint().toString(),
                "FRAMEWISE_BLOBS_S3_ACCESS_KEY", S3Server.ACCESS_KEY,
                "FRAMEWISE_BLOBS_S3_SECRET_KEY", S3Server.SECRET_KEY,
                "FRAMEWISE_BLOBS_S3_PATH_STYLE", "true");
    }

    private static JsonNode finish(DemoApi api, DemoApi.Answer accepted) {
        var run = Street.expect(202, accepted).get("id").asText();
        api.events("/api/inference-runs/" + run + "/events", event -> {});
        var finished = Street.expect(200, api.get("/api/inference-runs/" + run));
        assertThat(finished.get("state").asText()).as(finished.toString()).isEqualTo("succeeded");
        return finished;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : all) {
            Files.delete(path);
        }
    }
}
