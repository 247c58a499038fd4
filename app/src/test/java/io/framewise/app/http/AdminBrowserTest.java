package io.framewise.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** An admin's way, in a real browser: questions, clips and models. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AdminBrowserTest extends BrowserTest {
    private static final String UPLOADS = "**/uploads/*";

    AdminBrowserTest() {
        super(1440, 900);
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
        page.getByLabel("Colour: wet").fill("#1f77b4");
        press("Save");
        page.getByText("Saved as revision 2.").waitFor();
        page.reload();
        assertThat(page.getByLabel("Colour: wet").inputValue()).isEqualTo("#1f77b4");

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
    void an_upload_goes_on_by_itself_when_the_connection_is_back() {
        List<String> sent = new CopyOnWriteArrayList<>();
        page.onRequest(request -> sent.add(request.method()));
        page.route(UPLOADS, AdminBrowserTest::breakTransfer);
        openProject("");
        choose("street.mp4");
        page.getByText("street.mp4: the connection is lost").waitFor();

        page.unroute(UPLOADS);

        page.locator("a.unit").nth(1).waitFor();
        assertThat(sent).containsSubsequence("POST", "PATCH", "HEAD", "PATCH", "POST");
    }

    @Test
    void an_upload_goes_on_after_the_page_was_loaded_again() {
        page.route(UPLOADS, AdminBrowserTest::breakTransfer);
        openProject("");
        choose("street.mp4");
        page.getByText("street.mp4: the connection is lost").waitFor();
        page.unroute(UPLOADS);
        List<String> sent = new CopyOnWriteArrayList<>();
        page.reload();
        page.getByText("Sent in part: street.mp4").waitFor();

        page.onRequest(request -> sent.add(request.method()));
        choose("street.mp4");

        page.locator("a.unit").nth(1).waitFor();
        assertThat(sent).containsSubsequence("HEAD", "PATCH", "POST");
        assertThat(page.getByText("Sent in part").count()).isZero();
    }

    @Test
    void a_network_is_imported_tried_on_a_frame_and_attached() {
        page.navigate(home + "#/models");
        press("Import a model");
        page.getByLabel("Title").fill("Cars of the street");
        page.getByLabel("Weights").setInputFiles(Street.weights("car").toPath());
        page.getByLabel("Input size in pixels").fill("128");
        page.getByLabel("Normalisation").selectOption("none");
        page.getByLabel("Classes in the order of the outputs").fill("car\nno_car");
        page.locator("form button.primary").click();
        page.getByText("parameters; ran on").waitFor();

        openProject("/models");
        page.getByLabel("1. Model").selectOption("Cars of the street");
        page.getByLabel("2. Question that it answers").selectOption(street.hash("Car"));
        map("car", "Car=no");
        map("no_car", "Car=no");
        page.locator("form button.primary").click();
        page.getByRole(AriaRole.ALERT).waitFor();
        assertThat(page.locator("form .error").innerText()).contains("no_car");
        map("car", "Car=yes");
        map("no_car", "Car=no");
        press("Try");
        page.locator(".looked li").first().waitFor();
        assertThat(page.locator(".looked").innerText()).contains("car → yes").contains("%");
        page.locator("form button.primary").click();

        page.locator("tbody tr").first().waitFor();
        assertThat(page.locator("tbody").innerText())
                .contains("Cars of the street")
                .contains("no_car → no");
        assertThat(chromium.errors())
                .as("nothing but what was refused")
                .singleElement()
                .asString()
                .contains("422");
    }

    private void map(String feature, String option) {
        page.locator(".mapped", new Page.LocatorOptions().setHas(page.locator("code:text-is('" + feature + "')")))
                .locator("select")
                .selectOption(street.hash(option));
    }

    private void choose(String file) {
        page.locator("input[type=file]").first().setInputFiles(Street.file(file).toPath());
    }

    private static void breakTransfer(Route route) {
        Request request = route.request();
        if (request.method().equals("PATCH")) {
            route.abort("internetdisconnected");
        } else {
            route.resume();
        }
    }
}
