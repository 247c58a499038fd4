package io.framewise.app.http;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A street with its clip, and a browser. */
abstract class BrowserTest {
    static final double PATIENCE_MILLIS = 60_000;

    @TestHTTPResource
    URI home;

    Chromium chromium;
    Page page;
    Street street;
    String clip;

    private final int width;
    private final int height;

    BrowserTest(int width, int height) {
        this.width = width;
        this.height = height;
    }

    @BeforeEach
    void open() {
        chromium = Chromium.open(width, height);
        page = chromium.page();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        street = Street.created();
        clip = street.clip();
    }

    @AfterEach
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** Of a project, such as {@code /models}. */
    void openProject(String below) {
        page.navigate(home + "#/projects/" + street.id() + below);
    }

    void openEditor() {
        openEditor(page);
    }

    void openEditor(Page browser) {
        browser.navigate(home + "#/projects/" + street.id() + "/data-units/" + clip);
        browser.locator("fw-form fieldset").first().waitFor();
    }

    void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    void answerTheParentOnFrames(int first, int last) {
        select(first, last);
        page.keyboard().press("1");
        question(page, "Car").getByText("by a person").waitFor();
    }

    void select(int first, int last) {
        go(first);
        page.keyboard().press("[");
        go(last);
        page.keyboard().press("]");
        page.getByText("Answers frames " + first + " to " + last).waitFor();
    }

    void go(int frame) {
        page.keyboard().press("g");
        page.keyboard().press("Control+a");
        page.keyboard().type(Integer.toString(frame));
        page.keyboard().press("Enter");
    }

    static Locator question(Page page, String title) {
        return page.locator("fw-form fieldset")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(
                                "legend", new Page.LocatorOptions().setHasText(Pattern.compile("^\\s*" + title)))))
                .first();
    }
}
