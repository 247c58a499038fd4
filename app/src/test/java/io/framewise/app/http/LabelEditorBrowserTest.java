package io.framewise.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** An annotator's way through the label editor, in a real browser, by the keyboard, alone and with others. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LabelEditorBrowserTest extends BrowserTest {
    LabelEditorBrowserTest() {
        super(1440, 900);
    }

    @Test
    void the_whole_way_of_an_annotator_needs_nothing_but_the_keyboard() throws IOException {
        street.attachedRed();
        openEditor();
        answerTheParentOnFrames(30, 49);

        page.keyboard().press("Escape");
        page.keyboard().press("a");
        var forecast = page.locator(".forecast");
        forecast.getByText("eligible").waitFor();
        assertThat(forecast.innerText())
                .contains("20 of 750 frames")
                .contains("730 gated out")
                .contains("Car");
        tabTo("Tab", "fw-automated-labeling form button.primary");
        page.keyboard().press("Enter");
        page.getByText("Accept all").waitFor();
        var counts = page.locator("fw-automated-labeling .counts");
        assertThat(counts.innerText()).contains("20").contains("730");

        tabTo("Tab", "fw-automated-labeling label > input[type=range]");
        page.keyboard().press("End");
        page.getByText("0 frames would be labelled").waitFor();
        tabTo("Tab", "fw-automated-labeling label ~ button");
        page.keyboard().press("Enter");
        counts.getByText("below the threshold").waitFor();
        tabTo("Shift+Tab", "fw-automated-labeling label > input[type=range]");
        page.keyboard().press("Home");
        page.getByText("20 frames would be labelled").waitFor();
        tabTo("Tab", "fw-automated-labeling label ~ button");
        page.keyboard().press("Enter");
        counts.getByText("below the threshold")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));

        tabTo("Tab", ".buttons .primary");
        page.keyboard().press("Enter");
        page.getByText("20 frames reviewed.").waitFor();
        question(page, "Red").getByText("accepted").waitFor();

        var labels = page.waitForDownload(() -> page.keyboard().press("e"));
        assertThat(Files.readString(labels.path())).contains("reviewedBy").contains(street.hash("Red"));
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void a_run_goes_on_while_the_connection_is_lost_and_while_the_page_is_loaded_again() {
        street.attachedCar();
        openEditor();
        page.keyboard().press("a");
        page.locator(".forecast").getByText("eligible").waitFor();
        page.locator("fw-automated-labeling form button.primary").press("Enter");
        page.locator("fw-automated-labeling progress").waitFor();

        page.reload();
        page.locator("fw-form fieldset").first().waitFor();
        page.keyboard().press("a");
        page.getByText("Accept all").waitFor();

        assertThat(page.locator("fw-automated-labeling .counts").innerText()).contains("labelled");
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void the_progress_of_a_run_comes_back_with_the_connection() {
        street.attachedCar();
        openEditor();
        page.keyboard().press("a");
        page.locator(".forecast").getByText("eligible").waitFor();
        page.route("**/events", Route::abort);
        page.locator("fw-automated-labeling form button.primary").press("Enter");
        page.getByText("The connection is lost. It is tried again by itself").waitFor();

        page.unroute("**/events");

        page.getByText("Accept all").waitFor();
        assertThat(page.getByText("The connection is lost").count()).isZero();
    }

    @Test
    void of_two_people_who_answer_at_once_the_second_sees_what_the_first_has_said() {
        openEditor();
        try (var other = chromium.another()) {
            openEditor(other);
            answerTheParentOnFrames(0, 9);

            other.keyboard().press("2");

            other.getByText("Somebody else has changed these labels meanwhile").waitFor();
            question(other, "Car").getByText("by a person").waitFor();
            assertThat(question(other, "Car").locator("input:checked").count()).isOne();
            assertThat(question(other, "Car")
                            .locator("label")
                            .first()
                            .locator("input:checked")
                            .count())
                    .isOne();
            other.keyboard().press("2");
            question(other, "Car")
                    .locator("label")
                    .nth(1)
                    .locator("input:checked")
                    .waitFor();
        }
    }

    @Test
    void an_answer_by_a_number_key_is_taken_back_by_undo() {
        openEditor();

        answerTheParentOnFrames(0, 9);
        page.keyboard().press("Control+z");

        question(page, "Car")
                .getByText("by a person")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        assertThat(question(page, "Red").innerText()).contains("Asked only where");
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void a_range_is_selected_by_its_numbers() {
        openEditor();

        page.keyboard().press("g");
        page.keyboard().press("Control+a");
        page.keyboard().type("120-180");
        page.keyboard().press("Enter");

        page.getByText("Answers frames 120 to 180").waitFor();
        assertThat(page.locator("#jump").inputValue()).isEqualTo("120");
    }

    @Test
    void leaving_the_editor_changes_nothing_and_shows_the_next_screen() {
        street.answer(clip, "Car", "Car=yes", 0, 749);
        openEditor();

        page.navigate(home + "#/runs");
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Runs"))
                .waitFor();
        page.navigate(home + "#/projects/" + street.id());
        page.getByText("street.mp4").waitFor();

        assertThat(chromium.errors()).isEmpty();
    }

    /** Goes on by the Tab key until this has the focus. */
    private void tabTo(String key, String selector) {
        for (int i = 0; i < 100; i++) {
            if ((boolean) page.evaluate("at => document.activeElement.matches(at)", selector)) {
                return;
            }
            page.keyboard().press(key);
        }
        throw new AssertionError(key + " never comes to " + selector);
    }
}
