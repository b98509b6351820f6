package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The public client of notify_push, unmodified, as npm delivers it, in a page in a real Chromium. */
class PushPageIT {
    private static final Path CLIENT = Path.of("src/test/clients/notify_push");
    private static final String SKIPPED =
            "Push client test skipped: run 'npm ci' in deploy/" + CLIENT + " (needs Node) to have it run";
    private static final Lockstep STACK = Stack.shared();

    @Test
    void unmodified_client_signs_in_with_a_token_hears_and_comes_back() throws Exception {
        // Given
        Browser.require();
        var bundle = bundle();
        var redis = Redis.createClient(STACK.vertx(), STACK.redisUri().orElseThrow());
        try (var page = Browser.signedIn(STACK.httpPort(), "bob", "metavox:103")) {
            prepare(page);
            page.driver().executeScript(bundle);

            // When
            assertThat(page.driver().executeScript("return hear('my_event') && hear('notify_activity')"))
                    .isEqualTo(true);
            until(page, "return window._notify_push_ready === true || window._notify_push_online === true");
            publishUntilHeard(redis, page, "my_event");
            publish(redis, "notify_custom", "{\"user\":\"bob\",\"message\":\"my_event\",\"body\":{\"b\":1,\"a\":[2]}}");
            publish(redis, "notify_activity", "{\"user\":\"bob\"}");

            // Then
            until(page, "return heard.includes('my_event {\"a\":[2],\"b\":1}')");
            until(page, "return heard.includes('notify_activity null')");

            // When
            publish(redis, "notify_signal", "\"reset\"");
            page.driver().executeScript("heard.length = 0");

            // Then
            publishUntilHeard(redis, page, "my_event");
        } finally {
            redis.close().await(10, SECONDS);
        }
    }

    /** Who listens now is not told: it is tried until it comes. */
    private static void publishUntilHeard(Redis redis, Browser page, String message) {
        new WebDriverWait(page.driver(), Duration.ofSeconds(20), Duration.ofMillis(250)).until(driver -> {
            publish(redis, "notify_custom", "{\"user\":\"bob\",\"message\":\"" + message + "\"}");
            return page.driver().executeScript("return heard.includes('" + message + " null')");
        });
    }

    private static void publish(Redis redis, String channel, String payload) {
        try {
            redis.send(Request.cmd(Command.PUBLISH).arg(channel).arg(payload)).await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static void until(Browser page, String script) {
        new WebDriverWait(page.driver(), Duration.ofSeconds(10), Duration.ofMillis(100))
                .withMessage(() -> script + ", but " + page.driver().executeScript("return JSON.stringify(heard)"))
                .until(driver -> Boolean.TRUE.equals(page.driver().executeScript(script)));
    }

    /** What a page of Nextcloud has: its capabilities in a hidden input, and the token of its session. */
    private static void prepare(Browser page) throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + STACK.httpPort() + "/ocs/v2.php/cloud/capabilities"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        var capabilities = new JsonObject(answer.body())
                .getJsonObject("ocs")
                .getJsonObject("data")
                .getJsonObject("capabilities");
        page.driver()
                .executeScript(
                        """
                        document.head.dataset.requesttoken = 'none'
                        document.head.dataset.user = 'bob'
                        const input = document.createElement('input')
                        input.type = 'hidden'
                        input.id = 'initial-state-core-capabilities'
                        input.value = arguments[0]
                        document.body.append(input)
                        """,
                        Base64.getEncoder().encodeToString(capabilities.encode().getBytes(StandardCharsets.UTF_8)));
    }

    private static String bundle() throws IOException, InterruptedException {
        var isRequired = "true".equals(System.getenv("LOCKSTEP_REQUIRE_BROWSER"));
        var isInstalled = Files.isDirectory(CLIENT.resolve("node_modules"));
        if (!isRequired && !isInstalled) {
            System.out.println(SKIPPED);
        }
        assumeTrue(isRequired || isInstalled, SKIPPED);
        var process = new ProcessBuilder(
                        "node_modules/.bin/esbuild",
                        "page.js",
                        "--bundle",
                        "--format=iife",
                        "--platform=browser",
                        "--log-level=error")
                .directory(CLIENT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var bundle = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return bundle;
    }
}
