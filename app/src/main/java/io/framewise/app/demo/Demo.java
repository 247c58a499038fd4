package io.framewise.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.framewise.app.Node;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Starts the whole system in a data folder of its own, does the main job over HTTP, checks the labels against what the
 * clip really shows, tries what must be refused, and stays; with {@code --exit} it stops, with 0 only if all went as it
 * should.
 */
public final class Demo implements QuarkusApplication {
    private static final String TIME_OF_DAY = "Time of day";
    private static final String CAR = "Is there a car in the frame?";
    private static final String CAR_RED = "Is the car red?";
    private static final int BY_HAND = 25;
    private static final double GOOD_AGREEMENT = 0.98;

    @ConfigProperty(name = "quarkus.http.host")
    String host;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @ConfigProperty(name = "framewise.demo.folder")
    Path folder;

    private final PrintStream out = System.out;
    private final List<String> wrong = new ArrayList<>();

    /**
     * Runs the demo in a node of its own.
     *
     * @return the exit code
     */
    public static int start(String... args) {
        System.setProperty("framewise.data", Node.dataFolder() + "-demo");
        Node.moveFromBusyPort();
        return Node.run(Demo.class, args);
    }

    @Override
    public int run(String... args) {
        var url = "http://" + host + ":" + port;
        var api = new DemoApi(url);
        try {
            show(api);
        } catch (IllegalStateException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        out.println();
        wrong.forEach(sentence -> out.println("NOT AS IT SHOULD BE: " + sentence));
        if (wrong.isEmpty()) {
            out.println("All went as it should.");
        }
        if (Arrays.asList(args).contains("--exit")) {
            return wrong.isEmpty() ? 0 : 1;
        }
        out.println("Framewise goes on at " + url + " (stop it with Ctrl-C)");
        Quarkus.waitForExit();
        return 0;
    }

    private void show(DemoApi api) {
        var devices = Street.expect(200, api.get("/api/devices"));
        out.println("Devices: " + titles(devices.get("choices")) + " ("
                + devices.get("engine").asText() + ")");
        var street = new Street(api, folder);
        var clip = street.uploadClip();
        var frames = clip.get("frameCount").asInt();
        out.printf(
                "Project \"Street\" with %s: %d frames, %d x %d%n",
                clip.get("title").asText(),
                frames,
                clip.get("width").asInt(),
                clip.get("height").asInt());
        for (var name : List.of("time-of-day", "car", "car-red")) {
            var model = street.importModel(name);
            out.printf(
                    "Model \"%s\" (%s): %s%n",
                    model.get("title").asText(), model.get("architecture").asText(), titles(model.get("features")));
        }
        var timeOfDay = street.attach(
                "time-of-day",
                Map.of("day", street.option(TIME_OF_DAY, "day"), "night", street.option(TIME_OF_DAY, "night")));
        var car = street.attach("car", Map.of("car", street.option(CAR, "yes"), "no_car", street.option(CAR, "no")));
        var red = street.attach(
                "car-red", Map.of("red", street.option(CAR_RED, "yes"), "other", street.option(CAR_RED, "no")));

        var clipId = clip.get("id").asText();
        street.answer(clipId, TIME_OF_DAY, "day", 0, BY_HAND - 1);
        out.printf("A person answers \"%s\" = day on the frames 0 to %d%n%n", TIME_OF_DAY, BY_HAND - 1);

        var first = run(api, street, TIME_OF_DAY, id(timeOfDay), clipId, frames);
        expect(first.path("kept").asInt() == BY_HAND, "the run keeps the " + BY_HAND + " answers of a person");
        expect(first.path("unmapped").asInt() > 0, "frames at dusk are counted as unmapped");
        run(api, street, CAR, id(car), clipId, frames);
        var nested = run(api, street, CAR_RED, id(red), clipId, frames);
        expect(nested.path("gatedOut").asInt() > 0, "frames without a car are gated out");

        out.println();
        compare(street, clipId);
        out.println();
        refusals(api, street, id(car), id(red), clipId, frames);
    }

    private JsonNode run(
            DemoApi api, Street street, String attribute, String attachedModel, String dataUnit, int frames) {
        var accepted = Street.expect(202, street.run(attachedModel, dataUnit, 0, frames - 1, "auto"));
        var path = "/api/inference-runs/" + accepted.get("id").asText();
        var bar = new ProgressBar(out, attribute, frames);
        api.events(path + "/events", event -> bar.show(event.path("done").asInt()));
        bar.end();
        var run = Street.expect(200, api.get(path));
        var counts = run.path("outcome").path("counts");
        expect("succeeded".equals(run.get("state").asText()), "the run of \"" + attribute + "\" succeeds: " + run);
        expect(total(counts) == frames, "each of the " + frames + " frames has one outcome: " + counts);
        out.println(line(attribute, run, counts));
        return counts;
    }

    private static String line(String attribute, JsonNode run, JsonNode counts) {
        var seconds = Duration.between(
                                Instant.parse(run.get("startedAt").asText()),
                                Instant.parse(run.get("finishedAt").asText()))
                        .toMillis()
                / 1000.0;
        var classified = total(counts)
                - counts.get("kept").asInt()
                - counts.get("gatedOut").asInt();
        return String.format(
                Locale.ROOT,
                "run \"%s\" device=%s frames=%d labelled=%d below-threshold=%d unmapped=%d kept=%d gated-out=%d failed=%d"
                        + " fps=%.1f",
                attribute,
                run.path("outcome").path("execution").path("device").asText("none"),
                total(counts),
                counts.get("labelled").asInt(),
                counts.get("belowThreshold").asInt(),
                counts.get("unmapped").asInt(),
                counts.get("kept").asInt(),
                counts.get("gatedOut").asInt(),
                counts.get("failed").asInt(),
                classified / Math.max(0.001, seconds));
    }

    private void compare(Street street, String dataUnit) {
        var truth = street.truth();
        out.println("Labels compared with what the clip shows:");
        compare(street, dataUnit, truth, TIME_OF_DAY, "timeOfDay", Map.of("day", "day", "night", "night"));
        compare(street, dataUnit, truth, CAR, "car", Map.of("yes", "yes", "no", "no"));
        compare(street, dataUnit, truth, CAR_RED, "carRed", Map.of("yes", "yes", "no", "no"));
    }

    private void compare(
            Street street,
            String dataUnit,
            Truth truth,
            String attribute,
            String question,
            Map<String, String> options) {
        int agreeing = truth.agreeing(question, options, street.labelled(dataUnit, attribute, truth.frames()));
        double share = (double) agreeing / truth.frames();
        out.printf(
                Locale.ROOT,
                "agreement \"%s\" %d of %d frames, %.1f %%%n",
                attribute,
                agreeing,
                truth.frames(),
                100 * share);
        expect(share >= GOOD_AGREEMENT, "\"" + attribute + "\" agrees with the clip on at least 98 % of the frames");
    }

    private void refusals(DemoApi api, Street street, String car, String red, String clip, int frames) {
        out.println("What must be refused:");
        var again = street.uploadClip().get("id").asText();
        out.println("* a nested run before its parent (the same clip once more, nothing answered yet):");
        var counts = run(api, street, CAR_RED, red, again, frames);
        expect(counts.path("gatedOut").asInt() == frames, "a nested run before its parent is gated out everywhere");
        refused("a GPU that is not there", street.run(car, clip, 0, frames - 1, "gpu:7"), 422, "device-not-available");
        refused(
                "a checklist as the target of a model",
                street.attach("car", Map.of("car", street.option("Also in the frame", "houses"))),
                422,
                "checklist-target");
        refused("frames beyond the end", street.run(car, clip, 0, frames, "auto"), 422, "frame-out-of-range");
    }

    private void refused(String what, DemoApi.Answer answer, int status, String code) {
        out.printf(
                "* %s: %d %s%n",
                what, answer.status(), answer.body().path("detail").asText());
        boolean asStated = answer.status() == status
                && code.equals(answer.body().path("code").asText());
        expect(asStated, what + " is refused with " + status + " " + code + ", not " + answer);
    }

    private void expect(boolean met, String promise) {
        if (!met) {
            wrong.add(promise);
        }
    }

    private static String id(DemoApi.Answer created) {
        return Street.expect(201, created).get("id").asText();
    }

    private static int total(JsonNode counts) {
        int total = 0;
        for (var count : counts) {
            total += count.asInt();
        }
        return total;
    }

    private static String titles(JsonNode texts) {
        var titles = new ArrayList<String>();
        texts.forEach(text -> titles.add(text.asText()));
        return String.join(", ", titles);
    }
}
