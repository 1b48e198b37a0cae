package dev.tdisp.lab.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The system's chromium without a window. Without one, tests skip, unless {@code tdisp.browser.required} is set. */
final class Browser implements AutoCloseable {
    static final Dimension DESKTOP = new Dimension(1600, 1000);
    static final Dimension PHONE = new Dimension(420, 900);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String AXE = "META-INF/resources/webjars/axe-core/%s/axe.min.js";

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser open() {
        Optional<File> browser = program("chromium").or(() -> program("google-chrome"));
        Optional<File> control = program("chromedriver");
        if (browser.isEmpty() || control.isEmpty()) {
            String reason = "no chromium and chromedriver on the path";
            if (Boolean.getBoolean("tdisp.browser.required")) {
                fail(reason);
            }
            assumeTrue(false, reason);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(control.orElseThrow())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<File> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    void resize(Dimension size) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", false));
    }

    void darken(boolean isDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    void go(String address) {
        driver.get("about:blank");
        driver.get(address);
        await(() -> !all("#narration h2").isEmpty());
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    WebElement one(String selector) {
        List<WebElement> found = all(selector);
        assertThat(found).as(selector).isNotEmpty();
        return found.get(0);
    }

    String text(String selector) {
        return one(selector).getText();
    }

    /** The button that shows a text, once there is one. */
    WebElement button(String text) {
        await(() -> findButton(text).isPresent());
        return findButton(text).orElseThrow();
    }

    private Optional<WebElement> findButton(String text) {
        return all("button").stream()
                .filter(button -> button.isDisplayed() && button.getText().contains(text))
                .findFirst();
    }

    void click(WebElement element) {
        driver.executeScript("arguments[0].click()", element);
    }

    void press(CharSequence keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    Object script(String source, Object... arguments) {
        return driver.executeScript(source, arguments);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not so after %s: %s".formatted(PATIENCE, picture("timeout")));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    /** What an accessibility check finds that is serious or worse. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        driver.executeScript(axe());
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ["violations"]}).then(result => done(result.violations
                    .filter(each => ["serious", "critical"].includes(each.impact))
                    .map(each => each.id + ": " + each.nodes.map(node => node.target.join(" ") + " " + node.failureSummary).join("; "))));
                """);
    }

    private static String axe() {
        String name = AXE.formatted(System.getProperty("tdisp.axe.version"));
        try (var stream = Browser.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes a picture, and returns where it is. */
    Path picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            return Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
