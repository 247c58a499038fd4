package io.framewise.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Every page by the rules of WCAG 2.2 AA that a program can check, in light and dark colours, and the auditor's way. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class EveryPageBrowserTest extends BrowserTest {
    EveryPageBrowserTest() {
        super(1024, 768);
    }

    @Test
    void no_page_breaks_a_rule_of_accessibility_and_none_throws() {
        street.attachedRed();
        var project = "#/projects/" + street.id();
        for (var colours : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
            check("#/projects", "Projects");
            press("New project");
            page.getByText("What annotators will see").waitFor();
            obeys("a new project");
            check(project + "/models", "Red");
            check(project + "/questions", "Revision 1.");
            check(project + "/webhooks", "Add a webhook");
            check(project, "street.mp4");
            check("#/models", "Models");
            press("Import a model");
            page.getByText("Golden samples").waitFor();
            obeys("an import");
            check("#/runs", "Runs");
            check("#/audit", "attached-model.");
            check(project + "/data-units/" + clip, "Answers frame 0");
            page.keyboard().press("a");
            page.locator(".forecast").getByText("eligible").waitFor();
            page.keyboard().press("Escape");
            page.keyboard().press("w");
            page.getByText("No finished run was asked this").waitFor();
            obeys("why");
            page.keyboard().press("Escape");
            page.keyboard().press("?");
            page.getByText("one frame back, on").waitFor();
            obeys("shortcuts");
            page.keyboard().press("Escape");
        }
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void an_auditor_finds_a_run_reads_its_record_and_takes_it_along() throws IOException {
        street.attachedRed();
        street.answer(clip, "Car", "Car=yes", 0, 19);
        openEditor();
        page.keyboard().press("a");
        page.locator(".forecast").getByText("eligible").waitFor();
        page.locator("fw-automated-labeling form button.primary").press("Enter");
        page.getByText("Accept all").waitFor();

        page.navigate(home + "#/runs");
        page.locator("tbody tr").first().locator("a").click();

        page.getByText("Confidence of the most probable answer").first().waitFor();
        assertThat(page.locator(".counts").innerText()).contains("20").contains("730");
        obeys("a run's record");
        var record =
                page.waitForDownload(() -> page.getByText("Export the record").click());
        assertThat(Files.readString(record.path())).contains(street.id()).contains("\"gatedOut\"");
        assertThat(chromium.errors()).isEmpty();
    }

    private void check(String address, String shown) {
        page.navigate(home + address);
        page.getByText(shown).first().waitFor();
        obeys(address);
    }

    private void obeys(String what) {
        assertThat(new AxeBuilder(page).analyze().getViolations()).as(what).isEmpty();
    }
}
