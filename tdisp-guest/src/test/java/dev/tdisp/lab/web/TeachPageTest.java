package dev.tdisp.lab.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.teach.Recipe;
import dev.tdisp.lab.teach.RecipeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** A real browser on the page. */
class TeachPageTest {
    private static Browser browser;
    private static TeachServer server;

    @TempDir
    private static Path folder;

    private static String file;

    @RegisterExtension
    private final TestWatcher pictures = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            browser.picture("failed-" + context.getRequiredTestMethod().getName());
        }
    };

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.open();
        server = TeachServer.start(0, Recipe.usual(1));
        Path page = folder.resolve("page.html");
        Files.writeString(page, TeachPage.of(RecipeRun.of(Recipe.usual(1))));
        file = page.toUri().toString();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
            server.close();
        }
    }

    @BeforeEach
    void desktop(TestInfo info) {
        browser.resize(Browser.DESKTOP);
        browser.darken(false);
    }

    private static String live() {
        return "http://127.0.0.1:%d/".formatted(server.address().getPort());
    }

    private static String page(String kind) {
        return kind.equals("file") ? file : live();
    }

    @ParameterizedTest
    @CsvSource({"file", "live"})
    void anAttachIsSteppedToRunAndBack(String kind) {
        browser.go(page(kind));

        for (int i = 1; i < 13; i++) {
            browser.click(browser.one("[data-do=next]"));
        }

        assertThat(browser.text("#narration"))
                .contains("Step 13 of 19")
                .contains("running")
                .contains("Open the DMA gate");
        assertThat(browser.text(".party.dsm")).contains("RUN");
        assertThat(browser.text(".node.here")).isEqualTo("RUN");
        assertThat(browser.address()).endsWith("#step=13");

        browser.click(browser.one("[data-do=back]"));
        browser.click(browser.one("[data-do=back]"));

        assertThat(browser.text(".party.dsm")).contains("CONFIG_LOCKED");
        assertThat(browser.text(".node.here")).isEqualTo("CONFIG_LOCKED");
    }

    @ParameterizedTest
    @CsvSource({"file", "live"})
    void theBytesOfLockInterfaceAreExplainedFieldByField(String kind) {
        browser.go(page(kind) + "#step=7");

        browser.click(mark("LOCK_INTERFACE_REQUEST"));

        assertThat(browser.text("#inspector h3")).isEqualTo("LOCK_INTERFACE_REQUEST");
        assertThat(browser.text("#inspector .sub")).contains("TDISP", "tsm → device", "section 11.3.8");
        assertThat(field("MessageType")).isEqualTo("LOCK_INTERFACE_REQUEST");
        assertThat(field("INTERFACE_ID.FUNCTION_ID")).isEqualTo("0000:01:00.1");
        assertThat(field("FLAGS")).contains("NO_FW_UPDATE", "LOCK_MSIX");
        assertThat(browser.all("#inspector .byte"))
                .hasSize(Integer.parseInt(browser.text("#inspector .sub").replaceAll(".*· (\\d+) bytes.*", "$1")));
        String hex = browser.all("#inspector .byte").stream()
                .map(WebElement::getText)
                .limit(2)
                .toList()
                .toString();
        assertThat(hex).isEqualTo("[10, 83]");
    }

    @Test
    void aFieldAndItsBytesLightUpTogether() {
        browser.go(file + "#step=7");
        browser.click(mark("LOCK_INTERFACE_REQUEST"));

        browser.script("document.querySelector('#inspector tbody tr:nth-child(4)').dispatchEvent(new Event('focus'))");

        assertThat(browser.all("#inspector .byte.lit")).hasSize(4);
    }

    @Test
    void whatBreaksIsSeenAndExplained() {
        browser.go(live() + "#step=13");

        browser.click(browser.button("Break it"));
        browser.click(browser.one("#menu button[value=bus-master-cleared]"));
        browser.await(() -> browser.text("#narration").contains("clears Bus Master Enable"));

        assertThat(browser.text("#narration")).contains("Step 14 of");
        assertThat(browser.text(".party.dsm")).contains("ERROR");
        assertThat(browser.text(".node.here")).isEqualTo("ERROR");
        assertThat(browser.text("#machines .cause")).contains("RUN → ERROR").contains("Bus Master Enable was cleared");

        browser.click(browser.one("[data-do=next]"));
        browser.click(browser.one("#narration .why"));

        assertThat(browser.text("#why")).contains("Why?").contains("could not");
        assertThat(browser.address()).contains("break=13%3Abus-master-cleared");
    }

    @Test
    void aRefusalShowsItsRowAndWhereItWouldHavePassed() {
        browser.go(live() + "?fault=request%20LOCK_INTERFACE_REQUEST%231:%20no-entropy#step=7");

        browser.await(() -> !browser.all(".mark.refusal").isEmpty());
        browser.click(browser.all(".mark.message.refusal").stream()
                .filter(mark -> mark.getText().startsWith("TDISP_ERROR"))
                .findFirst()
                .orElseThrow());
        browser.click(browser.one("#inspector .why"));

        assertThat(browser.text("#why"))
                .contains("It answers LOCK_INTERFACE_REQUEST", "CONFIG_UNLOCKED", "no nonce could be drawn")
                .contains("The rows of the table that say so")
                .contains("It would have passed");
    }

    @Test
    void twoRunsAreComparedUpToWhereTheyPart() {
        browser.go(live() + "#step=13");
        browser.click(browser.button("Break it"));
        browser.click(browser.one("#menu button[value=function-reset]"));
        browser.await(() -> browser.text("#narration").contains("resets the function"));

        browser.click(browser.button("Compare"));

        assertThat(browser.text("#menu")).contains("part in step 14");
        assertThat(browser.all("#menu .differs")).hasSize(2);
    }

    @Test
    void aRunIsSavedInEachForm() {
        browser.go(live() + "?flow=reboot&seed=4");

        browser.click(browser.button("Save"));

        List<WebElement> links = browser.all("#menu a[download]");
        assertThat(links).hasSizeGreaterThan(4).allSatisfy(link -> {
            String address = link.getDomAttribute("href");
            Object status = browser.script(
                    "const x = new XMLHttpRequest(); x.open('GET', arguments[0], false); x.send(); return x.status",
                    address);
            assertThat(status).as(address).isEqualTo(200L);
            assertThat(address).contains("flow=reboot").contains("seed=4");
        });
    }

    @Test
    void anExerciseIsAskedAndChecked() {
        browser.go(live());

        browser.click(browser.button("Exercises"));
        browser.click(browser.one("#menu button[value=bus-master]"));
        browser.await(() -> !browser.all("#menu input[value=ERROR]").isEmpty());
        browser.click(browser.one("#menu input[value=ERROR]"));
        browser.click(browser.one("#menu input[value='BIST, a BAR or the Expansion ROM BAR was modified']"));
        browser.click(browser.button("Check"));
        browser.await(() -> browser.text("#menu").contains("Not yet"));
        browser.click(browser.one("#menu input[value=ERROR]"));
        browser.click(browser.one("#menu input[value='Memory Space Enable or Bus Master Enable was cleared']"));
        browser.click(browser.button("Check"));

        browser.await(() -> browser.text("#menu").contains("Right."));
    }

    @Test
    void keysMoveTheReader() {
        browser.go(file);

        browser.press(Keys.ARROW_RIGHT);
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.address()).endsWith("#step=3");
        browser.press(Keys.ARROW_DOWN);
        assertThat(browser.address()).contains("#step=3&event=");
        browser.press(Keys.HOME);
        assertThat(browser.address()).endsWith("#step=1");
        browser.press(Keys.END);
        assertThat(browser.text("#narration")).contains("Step 19 of 19");
    }

    @Test
    void playGoesOnByItself() {
        browser.go(file);

        browser.click(browser.one("[data-do=play]"));

        browser.await(() -> browser.address().endsWith("#step=2"));
        browser.click(browser.one("[data-do=play]"));
        assertThat(browser.text("[data-do=play]")).isEqualTo("Play");
    }

    @Test
    void onAPhoneOnePaneShowsAndChoosingAMessageOpensItsBytes() {
        browser.resize(Browser.PHONE);
        browser.go(file + "#step=7");

        browser.click(mark("LOCK_INTERFACE_REQUEST"));

        assertThat(browser.one("#inspector").isDisplayed()).isTrue();
        assertThat(browser.one("#sequence").isDisplayed()).isFalse();
        assertThat((Boolean) browser.script("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("nothing sticks out")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "desktop, false, #step=7&event=22",
        "desktop, true, #step=7&event=22",
        "phone, false, #step=4",
        "phone, true, #step=13"
    })
    void nobodyIsShutOut(String size, boolean isDark, String place) {
        Dimension dimension = size.equals("phone") ? Browser.PHONE : Browser.DESKTOP;
        browser.resize(dimension);
        browser.darken(isDark);

        browser.go(live() + place);

        browser.picture("page-%s-%s".formatted(size, isDark ? "dark" : "light"));
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void nobodyIsShutOutOfTheMenuEither() {
        browser.go(live() + "#step=13");

        browser.click(browser.button("Break it"));

        browser.picture("menu");
        assertThat(browser.barriers()).isEmpty();
    }

    private static WebElement mark(String name) {
        return browser.all("#sequence .step.lit .mark").stream()
                .filter(mark -> mark.getText().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mark says " + name));
    }

    private static String field(String name) {
        return browser.all("#inspector tbody tr").stream()
                .filter(row -> row.getText().contains(name))
                .map(row -> row.findElement(By.cssSelector(".value")).getText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field " + name));
    }
}
