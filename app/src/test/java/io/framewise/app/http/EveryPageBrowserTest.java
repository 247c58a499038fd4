package io.framewise.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every page by the rules of WCAG 2.2 AA that a program can check, in light and dark colours, and the admin's and auditor's way. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class EveryPageBrowserTest {
    private static final double PATIENCE_MILLIS = 60_000;

    @TestHTTPResource
    URI home;

    private Chromium chromium;
    private Page page;
    private Street street;
    private String clip;

    @BeforeEach
    void open() {
        chromium = Chromium.open(1024, 768);
        page = chromium.page();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        street = Street.created();
        clip = street.clip();
        street.attachedRed();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void no_page_breaks_a_rule_of_accessibility_and_none_throws() {
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
    void an_admin_builds_the_questions_of_a_project_and_archives_one_of_them() {
        page.navigate(home + "#/projects");
        press("New project");
        page.getByLabel("Title").fill("Doors");
        press("Create");
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Doors"))
                .waitFor();
        page.getByText("Nothing is here yet.").waitFor();

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Questions"))
                .click();
        press("Add a question");
        var question = page.locator("fieldset.node").last();
        question.getByLabel("Question").fill("Weather");
        question.getByPlaceholder("Option").nth(0).fill("dry");
        question.getByPlaceholder("Option").nth(1).fill("wet");
        press("Save");
        page.getByText("Saved as revision 2.").waitFor();

        page.locator("fieldset.node").last().getByText("Remove").last().click();
        press("Save");
        page.getByText("Saved as revision 3.").waitFor();
        assertThat(page.locator(".option.archived").count()).isOne();
        assertThat(page.locator("fw-ontology-builder section").innerText())
                .contains("dry")
                .doesNotContain("wet");
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void an_auditor_finds_a_run_and_reads_its_record() {
        street.answer(clip, "Car", "Car=yes", 0, 19);
        page.navigate(home + "#/projects/" + street.id() + "/data-units/" + clip);
        page.locator("fw-form fieldset").first().waitFor();
        page.keyboard().press("a");
        page.locator(".forecast").getByText("eligible").waitFor();
        page.locator("fw-automated-labeling form button.primary").press("Enter");
        page.getByText("Accept all").waitFor();

        page.navigate(home + "#/runs");
        page.locator("tbody tr").first().locator("a").click();

        page.getByText("Confidence of the most probable answer").first().waitFor();
        assertThat(page.locator(".counts").innerText()).contains("20").contains("730");
        obeys("a run's record");
        assertThat(chromium.errors()).isEmpty();
    }

    private void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
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
