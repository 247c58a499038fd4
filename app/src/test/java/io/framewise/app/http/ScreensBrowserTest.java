package io.framewise.app.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every screen at both widths, wide in light colours and narrow in dark ones: nothing runs out of the page, no button or
 * heading is cut off, and no rule of WCAG 2.2 AA that a program can check is broken. With the system property {@code
 * screens.write} pictures of them are written to {@code docs/screens}.
 */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class ScreensBrowserTest extends BrowserTest {
    private static final Path FOLDER = Path.of("../docs/screens");
    private static final String CUT = """
            () => [...document.querySelectorAll("button, .button, h1, h2, h3, nav a, dt, legend, label")]
              .filter((each) => each.offsetParent && !each.matches(".unseen, .unseen *"))
              .filter((each) => {
                const box = each.getBoundingClientRect();
                return each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline"
                  || box.right > innerWidth + 1 && !each.closest(".wide");
              })
              .map((each) => each.outerHTML.slice(0, 200))""";

    /** Small pictures of the timeline come after the page. */
    private static final String SHOWN = """
            () => [...document.images].every((each) => each.complete)
              && performance.getEntriesByType("resource").every((each) => each.responseEnd > 0)""";

    /** Height at which nothing of the page has to be scrolled. */
    private static final String WHOLE = """
            () => [...document.querySelectorAll("main, main > *")]
              .reduce((most, each) => Math.max(most, innerHeight + each.scrollHeight - each.clientHeight), innerHeight)""";

    private int width;

    ScreensBrowserTest() {
        super(1440, 900);
    }

    @Test
    void every_screen_fits_into_its_width_and_is_accessible() {
        String car = street.attachedCar();
        String red = street.attachedRed();
        street.answer(clip, "Car", "Car=yes", 100, 149);
        String before = street.finished(car, clip, 150, 399).getString("id");
        String run = street.finished(car, clip, 150, 449).getString("id");
        street.finished(red, clip, 100, 299);
        String model = given().get("/api/models?limit=1").then().extract().path("items[0].id");
        webhook();
        for (int each : new int[] {1440, 1024}) {
            width = each;
            page.setViewportSize(width, width == 1440 ? 900 : 768);
            page.emulateMedia(new Page.EmulateMediaOptions()
                    .setColorScheme(width == 1024 ? ColorScheme.DARK : ColorScheme.LIGHT));
            console(model);
            runs(run, before);
            editor();
        }
        assertThat(chromium.errors()).isEmpty();
    }

    private void console(String model) {
        page.navigate(home + "#/projects");
        page.getByText("Street").first().waitFor();
        press("New project");
        page.getByText("What annotators will see").waitFor();
        keep("projects");
        openProject("");
        page.locator("meter").first().waitFor();
        keep("project");
        openProject("/questions");
        page.getByText("What annotators will see").waitFor();
        keep("questions");
        openProject("/models");
        page.getByLabel("1. Model").selectOption(model);
        page.getByLabel("2. Question that it answers").selectOption(street.hash("Red"));
        press("Try");
        page.locator(".looked li").first().waitFor();
        keep("attached-models");
        openProject("/webhooks");
        page.getByText("https://example.org/framewise").waitFor();
        keep("webhooks");
        page.navigate(home + "#/models");
        press("Import a model");
        page.getByText("Golden samples").waitFor();
        keep("models");
        page.navigate(home + "#/models/" + model);
        page.getByText("parameters; ran on").waitFor();
        keep("model");
        page.navigate(home + "#/audit");
        page.getByText("inference-run.succeeded").first().waitFor();
        keep("audit");
    }

    private void runs(String run, String before) {
        page.navigate(home + "#/runs");
        page.locator("tbody tr").first().waitFor();
        keep("runs");
        page.navigate(home + "#/runs/" + run);
        page.getByText("Confidence of the most probable answer").first().waitFor();
        page.getByLabel("Run on the same clip and question").selectOption(before);
        page.getByText("They agree on").waitFor();
        keep("run");
    }

    private void editor() {
        page.evaluate("() => sessionStorage.clear()");
        openEditor();
        select(160, 260);
        keep("editor");
        page.keyboard().press("a");
        page.locator(".forecast").getByText("eligible").waitFor();
        keep("automated-labeling");
        page.locator("fw-automated-labeling select").first().press("Escape");
        page.locator("fw-automated-labeling form button.primary").press("Enter");
        page.getByText("Accept all").waitFor();
        page.locator("fw-automated-labeling canvas, fw-automated-labeling svg")
                .first()
                .waitFor();
        keep("run-in-the-editor");
        page.keyboard().press("Escape");
        page.locator("body").press("a");
        page.keyboard().press("r");
        page.locator(".review").waitFor();
        keep("review");
        page.keyboard().press("w");
        page.locator("dialog meter, dialog table").first().waitFor();
        keep("why");
        closeDialog();
        page.keyboard().press("h");
        page.locator("dialog table tbody tr").first().waitFor();
        keep("history");
        closeDialog();
        page.keyboard().press("?");
        page.getByText("one frame back, on").waitFor();
        keep("shortcuts");
        closeDialog();
    }

    private void closeDialog() {
        page.keyboard().press("Escape");
        page.locator("dialog").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    private void webhook() {
        given().contentType(ContentType.JSON)
                .body(Map.of("url", "https://example.org/framewise", "events", List.of("labels.changed")))
                .post(street.path("/webhooks"))
                .then()
                .statusCode(201);
    }

    private void keep(String name) {
        page.waitForFunction(SHOWN);
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .as(name + " at " + width + " px scrolls sideways")
                .isEqualTo(true);
        assertThat((List<?>) page.evaluate(CUT))
                .as(name + " at " + width + " px")
                .isEmpty();
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .as(name + " at " + width + " px")
                .isEmpty();
        if (Boolean.getBoolean("screens.write")) {
            int height = page.viewportSize().height;
            page.setViewportSize(width, (int) page.evaluate(WHOLE));
            page.waitForFunction(SHOWN);
            page.screenshot(new Page.ScreenshotOptions()
                    .setType(ScreenshotType.JPEG)
                    .setQuality(85)
                    .setPath(FOLDER.resolve(name + "-" + width + ".jpg")));
            page.setViewportSize(width, height);
        }
    }
}
