package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.*;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class InferenceHttpTest {

    private Street street;
    private String clip;

    @BeforeEach
    void uploadTheClip() {
        street = Street.created();
        clip = street.clip();
    }

    @Test
    void devices_of_the_environment_are_listed() {
        when().get("/api/devices")
                .then()
                .statusCode(200)
                .body("choices", hasItems("auto", "cpu"))
                .body("devices.value", hasItem("cpu"))
                .body("engine", startsWith("PyTorch"));
    }

    @Test
    void a_run_labels_frames_and_keeps_what_a_person_said() {
        street.answer(clip, "Car", "Car=no", 20, 24);

        JsonPath run = street.finished(street.attachedCar(), clip, 20, 49);

        assertThat(run.getString("state")).isEqualTo("succeeded");
        assertThat(run.getInt("outcome.counts.kept")).isEqualTo(5);
        assertThat(total(run)).isEqualTo(30);
        assertThat(run.getString("outcome.execution.device")).isEqualTo("cpu");
        assertThat(run.getString("outcome.execution.engine")).isIn("PyTorch", "ONNX Runtime");
        assertThat(run.getString("outcome.execution.form")).startsWith("folded");
        assertThat(run.getDouble("outcome.confidence")).isEqualTo(0.6);
        assertThat(run.getString("request.requester")).isEqualTo("local");
        assertThat(run.getString("request.weights")).hasSize(64);
        assertThat(run.getMap("request.featuresMapping")).containsOnlyKeys("car", "no_car");
        assertThat(run.getMap("progress")).isEqualTo(Map.of("frames", 30, "done", 30));
        when().get("/api/data-units/" + clip + "/labels?first=25&last=49")
                .then()
                .body("labels.source.type", everyItem(equalTo("run")))
                .body("labels.source.inferenceRun", everyItem(equalTo(run.getString("id"))));
    }

    @Test
    void all_probabilities_are_kept() {
        street.answer(clip, "Car", "Car=no", 0, 0);
        String run = street.finished(street.attachedCar(), clip, 0, 9).getString("id");

        when().get("/api/inference-runs/" + run + "/predictions?last=4")
                .then()
                .statusCode(200)
                .body("frames.frame", contains(0, 1, 2, 3, 4))
                .body("frames[0]", equalTo(Map.of("frame", 0, "outcome", "kept")))
                .body("frames[1].outcome", equalTo("classified"))
                .body("frames[1].probabilities", allOf(hasKey("car"), hasKey("no_car")));
        when().get("/api/inference-runs/" + run + "/predictions?first=10")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/first"));
    }

    @Test
    void a_nested_run_is_gated_out_where_its_parent_is_not_answered() {
        street.answer(clip, "Car", "Car=yes", 30, 39);

        JsonPath run = street.finished(street.attachedRed(), clip, 30, 49);

        assertThat(run.getInt("outcome.counts.gatedOut")).isEqualTo(10);
        assertThat(total(run)).isEqualTo(20);
        when().get("/api/inference-runs/" + run.getString("id") + "/predictions?first=40")
                .then()
                .body("frames.outcome", everyItem(equalTo("gatedOut")));
    }

    @Test
    void the_threshold_of_a_finished_run_moves_without_inference() {
        String run = "/api/inference-runs/"
                + street.finished(street.attachedCar(), clip, 0, 9).getString("id");

        given().contentType(ContentType.JSON)
                .body(Map.of("confidence", 1))
                .when()
                .patch(run)
                .then()
                .statusCode(200)
                .body("outcome.confidence", equalTo(1.0f))
                .body("request.confidence", equalTo(0.6f));
        for (Object confidence : List.of(1.5, -1, "NaN", "high")) {
            given().contentType(ContentType.JSON)
                    .body(Map.of("confidence", confidence))
                    .when()
                    .patch(run)
                    .then()
                    .statusCode(422)
                    .body("errors.pointer", contains("/confidence"));
        }
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .when()
                .patch(run)
                .then()
                .statusCode(422);
    }

    @Test
    void a_run_reuses_what_an_earlier_one_found_and_says_so() {
        String attached = street.attachedCar();
        JsonPath earlier = street.finished(attached, clip, 100, 119);
        Map<String, Object> request = Street.run(attached, clip, 110, 129);
        request.remove("fresh");
        given().contentType(ContentType.JSON)
                .body(request)
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs/forecast")
                .then()
                .statusCode(200)
                .body("reused", equalTo(10));

        String later = given().contentType(ContentType.JSON)
                .body(request)
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs")
                .then()
                .statusCode(202)
                .body("request.fresh", equalTo(false))
                .extract()
                .path("id");

        assertThat(Street.awaitEnd(later).getInt("outcome.counts.reused")).isEqualTo(10);
        assertThat(earlier.getInt("outcome.counts.reused")).isZero();
        String range = "/predictions?first=110&last=119";
        List<Object> before = when().get("/api/inference-runs/" + earlier.getString("id") + range)
                .jsonPath()
                .getList("frames");
        assertThat(when().get("/api/inference-runs/" + later + range).jsonPath().<Object>getList("frames"))
                .isEqualTo(before);
    }

    @Test
    void smoothing_is_recorded_and_can_be_changed_afterwards() {
        String attached = street.attachedCar();
        Map<String, Object> request = Street.run(attached, clip, 60, 79);
        request.put("smoothing", 4);
        String run = given().contentType(ContentType.JSON)
                .body(request)
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs")
                .then()
                .statusCode(202)
                .body("request.smoothing", equalTo(4))
                .extract()
                .path("id");
        assertThat(Street.awaitEnd(run).getInt("outcome.smoothing")).isEqualTo(4);

        given().contentType(ContentType.JSON)
                .body(Map.of("confidence", 0.6))
                .when()
                .patch("/api/inference-runs/" + run)
                .then()
                .statusCode(200)
                .body("request.smoothing", equalTo(4))
                .body("outcome.smoothing", equalTo(1));
        for (int smoothing : new int[] {0, -1, 10_001}) {
            given().contentType(ContentType.JSON)
                    .body(Map.of("confidence", 0.6, "smoothing", smoothing))
                    .when()
                    .patch("/api/inference-runs/" + run)
                    .then()
                    .statusCode(422)
                    .body("errors.pointer", contains("/smoothing"));
        }
    }

    @Test
    void a_run_with_a_stride_infers_every_nth_frame_and_marks_what_it_holds() {
        String attached = street.attachedCar();
        Map<String, Object> request = Street.run(attached, clip, 30, 49);
        request.put("stride", 5);
        given().contentType(ContentType.JSON)
                .body(request)
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs/forecast")
                .then()
                .statusCode(200)
                .body("eligible", equalTo(20))
                .body("sampled", equalTo(4));

        String run = given().contentType(ContentType.JSON)
                .body(request)
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs")
                .then()
                .statusCode(202)
                .body("request.stride", equalTo(5))
                .extract()
                .path("id");

        JsonPath ended = Street.awaitEnd(run);
        assertThat(ended.getInt("outcome.counts.held")).isEqualTo(16);
        assertThat(ended.getInt("outcome.counts.labelled")).isEqualTo(20);
        when().get("/api/inference-runs/" + run + "/predictions?first=34&last=36")
                .then()
                .body("frames.outcome", contains("held", "classified", "held"))
                .body("frames.heldFrom", contains(30, null, 35));
        List<Map<String, Integer>> held = when().get("/api/data-units/" + clip + "/labels?first=30&last=34")
                .jsonPath()
                .getList("labels.find { it.source.type == 'run' }.held");
        assertThat(held).isNotEmpty();
        assertThat(held.get(0)).containsEntry("first", 31).containsEntry("last", 34);
        request.put("stride", 0);
        given().contentType(ContentType.JSON)
                .body(request)
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/stride"));
    }

    @Test
    void options_have_thresholds_of_their_own_and_all_thresholds_are_previewed_in_one_call() {
        JsonPath finished = street.finished(street.attachedCar(), clip, 0, 9);
        String run = "/api/inference-runs/" + finished.getString("id");
        String yes = street.hash("Car=yes");
        JsonPath preview = when().get(run + "/threshold-preview")
                .then()
                .statusCode(200)
                .body("steps", hasSize(101))
                .body("steps[60].confidence", equalTo(0.6f))
                .body("steps[60].counts.labelled", equalTo(finished.getInt("outcome.counts.labelled")))
                .extract()
                .jsonPath();

        JsonPath moved = given().contentType(ContentType.JSON)
                .body(Map.of("confidence", 0.6, "confidencePerFeature", Map.of(yes, 1)))
                .when()
                .patch(run)
                .then()
                .statusCode(200)
                .body("outcome.confidencePerFeature", equalTo(Map.of(yes, 1.0f)))
                .body("request.confidencePerFeature", equalTo(Map.of()))
                .extract()
                .jsonPath();

        int certainly = preview.getInt("steps[100].labelled['" + yes + "']");
        int others = preview.getInt("steps[60].counts.labelled") - preview.getInt("steps[60].labelled['" + yes + "']");
        assertThat(moved.getInt("outcome.counts.labelled")).isEqualTo(certainly + others);
        given().contentType(ContentType.JSON)
                .body(Map.of("confidence", 0.6, "confidencePerFeature", Map.of("________", 0.5)))
                .when()
                .patch(run)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/confidencePerFeature/________"));
        for (Object wrong : List.of(1.5, "high", List.of())) {
            given().contentType(ContentType.JSON)
                    .body(Map.of("confidence", 0.6, "confidencePerFeature", Map.of(yes, wrong)))
                    .when()
                    .patch(run)
                    .then()
                    .statusCode(422)
                    .body("errors.pointer", contains("/confidencePerFeature/" + yes.replace("/", "~1")));
        }
    }

    @Test
    void a_run_is_accepted_with_its_location_and_once_for_an_idempotency_key() {
        Map<String, Object> request = Street.run(street.attachedCar(), clip, 0, 4);

        String location = post(request, "first").statusCode(202).extract().header("Location");
        post(request, "first").statusCode(202).header("Location", equalTo(location));
        request.put("confidence", 0.7);
        post(request, "first").statusCode(409).body("code", equalTo("idempotency-key-reused"));

        when().get(location).then().statusCode(200);
    }

    @Test
    void what_is_wrong_with_a_request_is_said_before_it_is_queued() {
        String attached = street.attachedCar();
        Map<String, Object> request = Street.run(attached, clip, 700, 750);
        request.put("device", "gpu:7");

        post(request, "k")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/frameRange/last", "/device"))
                .body("errors.code", hasItem("device-not-available"));
        post(Map.of(), "k")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/attachedModelId", "/dataUnitId", "/confidence"));
        post(Map.of("attachedModelId", "nonsense"), "k")
                .statusCode(422)
                .body("errors.pointer", contains("/attachedModelId"));
        request = Street.run(attached, clip, 0, 4);
        request.put("iterationId", attached);
        post(request, "k").statusCode(422).body("errors.code", contains("iteration-not-allowed"));
        request.put("colour", "red");
        post(request, "k").statusCode(422).body("errors.pointer", contains("/colour"));
    }

    @Test
    void a_disabled_model_does_not_run() {
        String attached = street.attachedCar();
        given().contentType(ContentType.JSON)
                .body(Map.of("enabled", false))
                .when()
                .patch(street.path("/attached-models/" + attached))
                .then()
                .statusCode(200);

        post(Street.run(attached, clip, 0, 4), "k").statusCode(409).body("code", equalTo("attached-model-disabled"));
    }

    @Test
    void a_cancelled_run_says_so_and_cannot_be_cancelled_again() {
        String run = street.started(street.attachedCar(), clip, 0, 749);

        when().post("/api/inference-runs/" + run + "/cancel").then().statusCode(202);

        assertThat(Street.awaitEnd(run).getString("state")).isEqualTo("cancelled");
        when().post("/api/inference-runs/" + run + "/cancel")
                .then()
                .statusCode(409)
                .body("code", equalTo("run-finished"));
    }

    @Test
    void a_forecast_says_what_a_run_would_do_and_queues_nothing() {
        String attached = street.attachedCar();

        JsonPath forecast = given().contentType(ContentType.JSON)
                .body(Map.of("attachedModelId", attached, "dataUnitId", clip, "confidence", 0.6))
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs/forecast")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(forecast.getInt("eligible")).isEqualTo(forecast.getInt("frames"));
        assertThat(forecast.getInt("gatedOut")).isZero();
        given().queryParam("attachedModel", attached)
                .when()
                .get("/api/inference-runs")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void a_model_is_run_over_a_whole_project_and_the_batch_is_one_thing() {
        String attached = street.attachedCar();

        JsonPath batch = given().contentType(ContentType.JSON)
                .body(Map.of("attachedModelId", attached, "confidence", 0.6))
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs/bulk")
                .then()
                .statusCode(202)
                .header("Location", containsString("/api/inference-batches/"))
                .extract()
                .jsonPath();

        String path = "/api/inference-batches/" + batch.getString("id");
        List<String> runs = when().get(path + "/runs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("id");
        assertThat(runs).isNotEmpty();
        String events = when().get(path + "/events")
                .then()
                .statusCode(200)
                .contentType("text/event-stream")
                .extract()
                .asString();
        String last = events.substring(events.lastIndexOf("data:") + "data:".length());
        assertThat(JsonPath.from(last).getInt("runs.succeeded")).isEqualTo(runs.size());
        assertThat(JsonPath.from(last).getInt("done")).isEqualTo(batch.getInt("frames"));
        when().get(path)
                .then()
                .body("runs.succeeded", equalTo(runs.size()))
                .body("done", equalTo(batch.getInt("frames")));
        when().post(path + "/cancel").then().statusCode(202);
        when().get("/api/inference-batches/" + java.util.UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    void models_of_one_branch_run_as_a_cascade_and_the_nested_one_goes_by_the_fresh_answers() {
        String cars = street.attachedCar();
        String reds = street.attachedRed();

        JsonPath batch = given().contentType(ContentType.JSON)
                .body(cascade(
                        Map.of("attachedModelId", reds, "confidence", 0.5),
                        Map.of("attachedModelId", cars, "confidence", 0.6)))
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs/cascade")
                .then()
                .statusCode(202)
                .header("Location", containsString("/api/inference-batches/"))
                .body("runs.queued", equalTo(2))
                .extract()
                .jsonPath();

        String path = "/api/inference-batches/" + batch.getString("id");
        when().get(path + "/events").then().statusCode(200);
        JsonPath runs = when().get(path + "/runs")
                .then()
                .body("request.attachedModelId", contains(cars, reds))
                .body("state", everyItem(equalTo("succeeded")))
                .body("[0].request.follows", nullValue())
                .extract()
                .jsonPath();
        assertThat(runs.getString("[1].request.follows")).isEqualTo(runs.getString("[0].id"));
        int red = runs.getInt("[1].outcome.counts.labelled") + runs.getInt("[1].outcome.counts.belowThreshold");
        JsonPath labels = when().get("/api/data-units/" + clip + "/labels")
                .then()
                .extract()
                .jsonPath();
        assertThat(framesOf(labels, "Car", "Car=yes")).isEqualTo(red).isPositive();
        assertThat(runs.getInt("[1].outcome.counts.gatedOut")).isEqualTo(runs.getInt("[1].progress.frames") - red);
    }

    @Test
    void a_cascade_says_which_of_its_models_is_wrong() {
        given().contentType(ContentType.JSON)
                .body(cascade(
                        Map.of("attachedModelId", street.attachedCar(), "confidence", 0.6),
                        Map.of("attachedModelId", street.attachedCar(), "confidence", 0.6)))
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs/cascade")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/models/1/attachedModelId"))
                .body("errors.code", contains("same-attribute"));
        given().contentType(ContentType.JSON)
                .body(cascade(Map.of("attachedModelId", street.attachedCar(), "confidence", 2)))
                .when()
                .post("/api/projects/" + street.id() + "/inference-runs/cascade")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/models/0/confidence"));
    }

    private Map<String, Object> cascade(Map<?, ?>... models) {
        return Map.of("dataUnitId", clip, "models", List.of(models), "fresh", true);
    }

    private int framesOf(JsonPath labels, String attribute, String option) {
        return labels.<Map<String, Object>>getList("labels").stream()
                .filter(label -> label.get("attribute").equals(street.hash(attribute))
                        && label.get("answer").toString().contains(street.hash(option)))
                .map(label -> (Map<?, ?>) label.get("frameRange"))
                .mapToInt(range -> (int) range.get("last") - (int) range.get("first") + 1)
                .sum();
    }

    @Test
    void a_finished_run_is_neither_paused_nor_resumed_nor_tried_again_when_nothing_failed() {
        String run = street.finished(street.attachedCar(), clip, 0, 4).getString("id");

        for (Map.Entry<String, String> refusal : Map.of(
                        "pause", "run-finished", "resume", "run-not-paused", "retry", "nothing-failed")
                .entrySet()) {
            when().post("/api/inference-runs/" + run + "/" + refusal.getKey())
                    .then()
                    .statusCode(409)
                    .body("code", equalTo(refusal.getValue()));
        }
    }

    @Test
    void a_paused_run_waits_and_goes_on() {
        String run = street.started(street.attachedCar(), clip, 0, 39);
        when().post("/api/inference-runs/" + run + "/pause").then().statusCode(anyOf(is(200), is(409)));
        when().post("/api/inference-runs/" + run + "/resume").then().statusCode(anyOf(is(200), is(409)));

        when().get("/api/inference-runs/" + run + "/events").then().statusCode(200);

        when().get("/api/inference-runs/" + run)
                .then()
                .body("state", equalTo("succeeded"))
                .body("outcome.counts.labelled", equalTo(40));
    }

    @Test
    void a_listener_that_comes_back_is_told_what_it_does_not_know() {
        String run = street.finished(street.attachedCar(), clip, 0, 4).getString("id");

        String events = given().header("Last-Event-ID", run + ":running:0")
                .when()
                .get("/api/inference-runs/" + run + "/events")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(events).contains("id:" + run + ":succeeded:5");
    }

    @Test
    void progress_is_told_as_events_until_the_run_has_ended() {
        String run = street.started(street.attachedCar(), clip, 0, 39);

        String events = when().get("/api/inference-runs/" + run + "/events")
                .then()
                .statusCode(200)
                .contentType("text/event-stream")
                .extract()
                .asString();

        assertThat(events).startsWith("id:" + run).contains("event:progress\n");
        String last = events.substring(events.lastIndexOf("data:") + "data:".length());
        assertThat(JsonPath.from(last).getString("state")).isEqualTo("succeeded");
        assertThat(JsonPath.from(last).getInt("done")).isEqualTo(40);
        assertThat(JsonPath.from(last).getMap("counts")).containsKey("labelled");
    }

    @Test
    void runs_are_found_by_what_they_are_about() {
        String attached = street.attachedCar();
        String run = street.finished(attached, clip, 0, 4).getString("id");

        for (Map<String, String> filter : List.of(
                Map.of("project", street.id()),
                Map.of("dataUnit", clip),
                Map.of("attachedModel", attached),
                Map.of("dataUnit", clip, "state", "succeeded", "requester", "local"))) {
            given().queryParams(filter)
                    .when()
                    .get("/api/inference-runs")
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(run));
        }
        given().queryParam("dataUnit", clip)
                .queryParam("state", "failed")
                .when()
                .get("/api/inference-runs")
                .then()
                .body("items", empty());
        given().queryParam("dataUnit", clip)
                .queryParam("to", "2020-01-01T00:00:00Z")
                .when()
                .get("/api/inference-runs")
                .then()
                .body("items", empty());
        when().get("/api/inference-runs?state=dancing")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/state"));
        when().get("/api/inference-runs?from=yesterday")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/from"));
    }

    @Test
    void an_unknown_run_is_not_found() {
        for (String below : List.of("", "/predictions", "/events")) {
            when().get("/api/inference-runs/00000000-0000-0000-0000-000000000000" + below)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("code", equalTo("inference-run-not-found"));
        }
    }

    private io.restassured.response.ValidatableResponse post(Map<String, Object> request, String key) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(request)
                .when()
                .post(street.path("/inference-runs"))
                .then();
    }

    private static int total(JsonPath run) {
        return run.<String, Integer>getMap("outcome.counts").values().stream()
                .mapToInt(count -> count)
                .sum();
    }
}
