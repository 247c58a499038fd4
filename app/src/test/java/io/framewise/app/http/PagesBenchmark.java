package io.framewise.app.http;

import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Page;
import io.framewise.adapters.persistence.PostgresResource;
import io.framewise.app.Pictures;
import io.framewise.app.demo.DemoApi;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast the web pages are in the Chromium of this machine; run by {@code benchmarks/pages/run}. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class PagesBenchmark extends BrowserTest {
    private static final int FRAMES = 100_000;
    private static final int INTERVALS = 1_000;
    private static final int VISITS = 11;
    private static final Path RESULTS = Path.of("../benchmarks/pages/results.md");

    /** When the list of projects is there, milliseconds after the request for the page. */
    private static final String WATCH = """
            new MutationObserver((_, self) => {
              if (document.querySelector("a.card")) { window.shown = performance.now(); self.disconnect(); }
            }).observe(document, { childList: true, subtree: true })""";

    private static final String BYTES = """
            () => performance.getEntriesByType("resource").filter((each) => /\\.(js|css)$/.test(each.name))
              .reduce((sum, each) => sum + each.encodedBodySize, 0)""";

    /** Times between frames of the screen, ms, while the wheel turns in every one of them. */
    private static final String TURN = """
            (zoom) => new Promise((done) => {
              const canvas = document.querySelector("fw-timeline canvas");
              const box = canvas.getBoundingClientRect();
              const times = [];
              let before;
              const step = (now) => {
                if (before !== undefined) times.push(now - before);
                before = now;
                if (times.length === 300) { done(times); return; }
                const back = Math.floor(times.length / 30) % 2;
                canvas.dispatchEvent(new WheelEvent("wheel", {
                  deltaY: zoom ? (back ? 100 : -100) : (times.length < 150 ? 120 : -120),
                  ctrlKey: zoom, clientX: box.left + 700, clientY: box.top + 60, bubbles: true, cancelable: true }));
                requestAnimationFrame(step);
              };
              requestAnimationFrame(step);
            })""";

    @TempDir
    Path folder;

    PagesBenchmark() {
        super(1440, 900);
    }

    @Test
    void pages_are_fast() throws Exception {
        double[] first = new double[VISITS];
        double bytes = 0;
        for (int i = 0; i < VISITS; i++) {
            try (Page visit = chromium.another()) {
                visit.addInitScript(WATCH);
                visit.navigate(home.toString());
                visit.waitForFunction("() => window.shown");
                first[i] = ((Number) visit.evaluate("() => window.shown")).doubleValue();
                bytes = ((Number) visit.evaluate(BYTES)).doubleValue();
            }
        }
        Path images = Pictures.sequence(folder, FRAMES, number -> false);
        clip = new DemoApi(home.toString().replaceAll("/$", ""))
                .upload(street.path("/data-units"), Map.of("file", images))
                .body()
                .get("id")
                .asText();
        double[] answers = new double[INTERVALS];
        for (int i = 0; i < INTERVALS; i++) {
            int start = i * (FRAMES / INTERVALS);
            long began = System.nanoTime();
            given().contentType(ContentType.JSON)
                    .body(street.radio("Car", i % 2 == 0 ? "Car=yes" : "Car=no", start, start + FRAMES / INTERVALS - 1))
                    .put("/api/data-units/" + clip + "/labels")
                    .then()
                    .statusCode(200);
            answers[i] = (System.nanoTime() - began) / 1e6;
        }
        double[] pictures = new double[VISITS];
        for (int i = 0; i < VISITS; i++) {
            long began = System.nanoTime();
            given().get("/api/data-units/" + clip + "/frames/" + i * (FRAMES / VISITS))
                    .then()
                    .statusCode(200);
            pictures[i] = (System.nanoTime() - began) / 1e6;
        }
        openEditor();
        page.locator("fw-timeline canvas").waitFor();
        page.evaluate(TURN, false);
        List<String> lines = List.of(
                "| what | median | 95th percentile |",
                "|---|---|---|",
                line("first page, from the request to the list of projects, ms (" + VISITS + " visits)", first),
                line("an answer on 100 frames, ms (" + INTERVALS + " answers)", answers),
                line("the picture of a frame, ms (" + VISITS + " pictures)", pictures),
                line("frame time while zooming over all of it, ms", turned(true)),
                line("frame time while scrolling through all of it, ms", turned(false)),
                String.format(Locale.ROOT, "%nScript and style as they are sent: %,.0f kB.", bytes / 1000));
        Files.write(RESULTS, lines);
        lines.forEach(System.out::println);
    }

    private double[] turned(boolean zoom) {
        return ((List<?>) page.evaluate(TURN, zoom))
                .stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    private static String line(String what, double[] times) {
        double[] sorted = DoubleStream.of(times).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f |",
                what,
                sorted[sorted.length / 2],
                sorted[(int) (0.95 * (sorted.length - 1))]);
    }
}
