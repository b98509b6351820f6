package io.lockstep.deploy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** One person at the demo page in a real Chromium with a profile of his own. */
final class Browser implements AutoCloseable {
    private static final String SKIPPED =
            "Browser tests skipped: chromium and chromedriver are not on this machine (Debian: chromium, chromium-driver)";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChromeDriver driver;

    private Browser(Path chromium, Path chromedriver) {
        var options = new ChromeOptions()
                .setBinary(chromium.toFile())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--lang=en",
                        "--window-size=1280,800");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(1280, 800));
    }

    /** Skips the test, and says why, where there is no Chromium; CI requires one. */
    static void require() {
        var isThere = Programs.find("chromium")
                        .or(() -> Programs.find("google-chrome"))
                        .isPresent()
                && Programs.find("chromedriver").isPresent();
        Programs.require(isThere, "LOCKSTEP_REQUIRE_BROWSER", SKIPPED);
    }

    /** Signs the demo user in at a space, which other tests' spaces do not change, and waits until his grid is live. */
    static Browser signedIn(int port, String user, String space) {
        var browser = new Browser(
                Programs.find("chromium")
                        .or(() -> Programs.find("google-chrome"))
                        .orElseThrow(),
                Programs.find("chromedriver").orElseThrow());
        browser.driver.get("http://127.0.0.1:" + port + "/#" + space);
        browser.find("#signin input[name=user]").sendKeys(user);
        browser.find("#signin input[name=password]").sendKeys(user + "\n");
        browser.waitUntilLive();
        return browser;
    }

    ChromeDriver driver() {
        return driver;
    }

    void waitUntilLive() {
        find("#grid[data-ready=true]");
        find("#connection[data-state=live]");
    }

    /** The first visible element that fits; waits for it. */
    @CanIgnoreReturnValue
    WebElement find(String css) {
        return find(css, PATIENCE);
    }

    @CanIgnoreReturnValue
    WebElement find(String css, Duration patience) {
        return new WebDriverWait(driver, patience, Duration.ofMillis(20))
                .withMessage(() -> "waiting for " + css)
                .until(page -> page.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    static String cell(String document, String field) {
        return "td[data-document='" + document + "'][data-field='" + field + "']";
    }

    void doubleClick(String css) {
        new Actions(driver).doubleClick(find(css)).perform();
    }

    void hover(String css) {
        new Actions(driver).moveToElement(find(css)).perform();
    }

    /** What the browser really shows, e.g. {@code background-color}. */
    String style(String css, String property) {
        return find(css).getCssValue(property);
    }

    /** Milliseconds from the start of the navigation to the live grid, as the page's own clock saw it. */
    double millisUntilReady() {
        return ((Number) driver.executeScript("return performance.now()")).doubleValue();
    }

    /** Kept as a build artefact under target/screenshots. */
    void screenshot(String name) throws IOException {
        var directory = Files.createDirectories(Path.of("target/screenshots"));
        Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
