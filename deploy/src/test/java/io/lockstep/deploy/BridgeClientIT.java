package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The public event-bus bridge client, unmodified, as npm delivers it, in Node over SockJS. */
class BridgeClientIT {
    private static final Path CLIENTS = Path.of("src/test/clients");

    private static final String SKIPPED =
            "Public client test skipped: run 'npm ci' in deploy/" + CLIENTS + " (needs Node) to have it run";

    @Test
    void unmodified_client_sends_and_listens() throws Exception {
        // Given
        var isRequired = "true".equals(System.getenv("LOCKSTEP_REQUIRE_BROWSER"));
        var isInstalled = Files.isDirectory(CLIENTS.resolve("node_modules"));
        if (!isRequired && !isInstalled) {
            System.out.println(SKIPPED);
        }
        assumeTrue(isRequired || isInstalled, SKIPPED);
        var port = Stack.shared().httpPort();
        var token = new JsonObject(new Rest(port, "bob")
                        .send("POST", "/api/v1/token", new JsonObject())
                        .body())
                .getString("token");
        // When
        var process = new ProcessBuilder("node", "bridge-client.js", "http://127.0.0.1:" + port, token)
                .directory(new File(CLIENTS.toString()))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(process.waitFor(30, SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
