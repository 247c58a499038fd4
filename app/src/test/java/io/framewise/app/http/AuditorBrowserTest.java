package io.framewise.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** An auditor's way, in a real browser: a run, its record, and what became of it. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AuditorBrowserTest extends BrowserTest {
    AuditorBrowserTest() {
        super(1024, 768);
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
        page.getByText("Of its labels, 20 are proposed, 0 accepted, and 0 replaced")
                .waitFor();
        var record =
                page.waitForDownload(() -> page.getByText("Export the record").click());
        assertThat(Files.readString(record.path())).contains(street.id()).contains("\"gatedOut\"");
        var labels =
                page.waitForDownload(() -> page.getByText("Export its labels").click());
        assertThat(Files.readAllLines(labels.path()))
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .startsWith("street.mp4,Car / yes / Red,");
        assertThat(chromium.errors()).isEmpty();
    }
}
