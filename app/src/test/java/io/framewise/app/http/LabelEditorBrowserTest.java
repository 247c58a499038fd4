package io.framewise.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.framewise.adapters.persistence.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An annotator's way through the label editor, in a real browser, by the keyboard. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class LabelEditorBrowserTest {
    private static final double PATIENCE_MILLIS = 60_000;

    @TestHTTPResource
    URI home;

    private Chromium chromium;
    private Page page;
    private Street street;
    private String clip;

    @BeforeEach
    void openTheClip() {
        chromium = Chromium.open(1440, 900);
        page = chromium.page();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        street = Street.created();
        clip = street.clip();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void a_nested_model_runs_where_a_person_has_opened_its_gate_and_its_answers_are_accepted() {
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
        page.locator("fw-automated-labeling form button.primary").press("Enter");
        page.getByText("Accept all").waitFor();
        assertThat(page.locator("fw-automated-labeling .counts").innerText())
                .contains("20")
                .contains("730");
        page.getByText("Accept all").press("Enter");
        page.getByText("20 frames reviewed.").waitFor();

        var red = question("Red");
        red.getByText("accepted").waitFor();
        assertThat(chromium.errors()).isEmpty();
    }

    @Test
    void an_answer_by_a_number_key_is_taken_back_by_undo() {
        openEditor();

        answerTheParentOnFrames(0, 9);
        page.keyboard().press("Control+z");

        question("Car")
                .getByText("by a person")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        assertThat(question("Red").innerText()).contains("Asked only where");
        assertThat(chromium.errors()).isEmpty();
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

    private void openEditor() {
        page.navigate(home + "#/projects/" + street.id() + "/data-units/" + clip);
        page.locator("fw-form fieldset").first().waitFor();
    }

    private void answerTheParentOnFrames(int first, int last) {
        go(first);
        page.keyboard().press("[");
        go(last);
        page.keyboard().press("]");
        page.getByText("Answers frames " + first + " to " + last).waitFor();
        page.keyboard().press("1");
        question("Car").getByText("by a person").waitFor();
    }

    private void go(int frame) {
        page.keyboard().press("g");
        page.keyboard().press("Control+a");
        page.keyboard().type(Integer.toString(frame));
        page.keyboard().press("Enter");
    }

    private Locator question(String title) {
        return page.locator("fw-form fieldset")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(
                                "legend", new Page.LocatorOptions().setHasText(Pattern.compile("^\\s*" + title)))))
                .first();
    }
}
