package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.framewise.app.demo.DemoApi;
import io.framewise.app.demo.Street;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeSystemIT {
    private static final Path DEMO = Path.of("../demo").toAbsolutePath().normalize();
    private static final String CAR = "Is there a car in the frame?";
    private static final String CAR_RED = "Is the car red?";
    private static final int FRAMES = 750;
    private static final int FIRST_SHARD = 512;

    @TempDir
    Path data;

    @Test
    void labels_are_made_and_everything_survives_a_kill_in_the_middle_of_a_run() throws Exception {
        JsonNode before;
        String car;
        String dataUnit;
        String second;
        String interrupted;
        try (var program = PackagedProgram.runIn(data)) {
            var api = new DemoApi(program.url("").toString());
            var street = new Street(api, DEMO);
            dataUnit = street.uploadClip().get("id").asText();
            street.importModel("car");
            street.importModel("car-red");
            car = attach(street, "car", Map.of("car", street.option(CAR, "yes"), "no_car", street.option(CAR, "no")));
            var red = attach(
                    street,
                    "car-red",
                    Map.of("red", street.option(CAR_RED, "yes"), "other", street.option(CAR_RED, "no")));
            var first = finish(api, street.run(car, dataUnit, 0, 299, "auto"));
            var nested = finish(api, street.run(red, dataUnit, 0, 299, "cpu"));
            assertThat(first.at("/outcome/counts/labelled").asInt()).isEqualTo(300);
            assertThat(nested.at("/outcome/counts/labelled").asInt()
                            + nested.at("/outcome/counts/gatedOut").asInt())
                    .isEqualTo(300);
            assertThat(nested.at("/outcome/counts/gatedOut").asInt()).isBetween(1, 299);
            before = everything(api, dataUnit);

            second = street.uploadClip().get("id").asText();
            interrupted = Street.expect(202, street.run(car, second, 0, FRAMES - 1, "cpu"))
                    .get("id")
                    .asText();
            awaitProgress(api, interrupted);
            program.kill();
        }

        try (var again = PackagedProgram.runIn(data)) {
            var api = new DemoApi(again.url("").toString());
            assertThat(everything(api, dataUnit)).isEqualTo(before);

            var resumed = follow(api, interrupted);
            assertThat(resumed.get("state").asText()).isEqualTo("succeeded");
            assertThat(resumed.at("/outcome/counts/labelled").asInt()).isEqualTo(FRAMES);
            assertThat(labelledFrames(
                            api.get("/api/data-units/" + second + "/labels").body()))
                    .isEqualTo(FRAMES);
            assertThat(chainIsWhole(api)).isTrue();
            var picture = api.text("/api/data-units/" + dataUnit + "/frames/400");
            assertThat(picture).contains("JFIF");
        }
    }

    private static String attach(Street street, String model, Map<String, String> mapping) {
        return Street.expect(201, street.attach(model, mapping)).get("id").asText();
    }

    private static JsonNode finish(DemoApi api, DemoApi.Answer accepted) {
        var run = follow(api, Street.expect(202, accepted).get("id").asText());
        assertThat(run.get("state").asText()).as(run.toString()).isEqualTo("succeeded");
        return run;
    }

    private static JsonNode follow(DemoApi api, String run) {
        api.events("/api/inference-runs/" + run + "/events", event -> {});
        return Street.expect(200, api.get("/api/inference-runs/" + run));
    }

    /** Into the second shard, so that the first is written. */
    private static void awaitProgress(DemoApi api, String run) throws InterruptedException {
        var deadline = Instant.now().plus(Duration.ofMinutes(3));
        while (api.get("/api/inference-runs/" + run).body().at("/progress/done").asInt() <= FIRST_SHARD) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(50);
        }
    }

    /** What the first two runs left behind, as the API tells it. */
    private static JsonNode everything(DemoApi api, String dataUnit) {
        var object = JsonNodeFactory.instance.objectNode();
        object.set("projects", api.get("/api/projects").body());
        object.set("models", api.get("/api/models").body());
        object.set("dataUnit", api.get("/api/data-units/" + dataUnit).body());
        object.set(
                "labels",
                api.get("/api/data-units/" + dataUnit + "/labels?first=0&last=299")
                        .body());
        object.set("runs", api.get("/api/inference-runs?dataUnit=" + dataUnit).body());
        return object;
    }

    private static int labelledFrames(JsonNode labels) {
        int frames = 0;
        for (var label : labels.get("labels")) {
            frames += label.at("/frameRange/last").asInt()
                    - label.at("/frameRange/first").asInt()
                    + 1;
        }
        return frames;
    }

    private static boolean chainIsWhole(DemoApi api) {
        List<JsonNode> newestFirst = new ArrayList<>();
        api.get("/api/audit-entries?limit=500").body().get("items").forEach(newestFirst::add);
        for (int i = 1; i < newestFirst.size(); i++) {
            if (!newestFirst
                    .get(i - 1)
                    .get("previousHash")
                    .equals(newestFirst.get(i).get("hash"))) {
                return false;
            }
        }
        return newestFirst.get(newestFirst.size() - 1).get("sequence").asInt() == 1;
    }
}
