package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The public clients of Cozy's protocols, unmodified, as npm delivers them, in Node. */
class CozyClientIT {
    private static final Path CLIENTS = Path.of("src/test/clients");

    private static final String SKIPPED =
            "Public client test skipped: run 'npm ci' in deploy/" + CLIENTS + " (needs Node) to have it run";

    @Test
    void unmodified_cozy_realtime_subscribes_notifies_and_comes_back() throws Exception {
        requireClient("cozy-realtime");
        var doctype = doctype();
        // When, Then
        run("cozy-realtime.js", url(), token("alice"), doctype);
    }

    @Test
    void unmodified_pouchdb_replicates_for_who_may_only_read() throws Exception {
        requireClient("pouchdb");
        var doctype = doctype();
        // When, Then
        run("pouchdb.js", url(), token("carol"), token("alice"), doctype);
    }

    private static void requireClient(String name) {
        var isRequired = "true".equals(System.getenv("LOCKSTEP_REQUIRE_BROWSER"));
        var isInstalled = Files.isDirectory(CLIENTS.resolve("node_modules").resolve(name));
        if (!isRequired && !isInstalled) {
            System.out.println(SKIPPED);
        }
        assumeTrue(isRequired || isInstalled, SKIPPED);
    }

    private static String url() {
        return "http://127.0.0.1:" + Stack.shared().httpPort();
    }

    private static String doctype() throws Exception {
        var doctype = "io.cozy.client" + System.nanoTime();
        send("admin", "PUT", "/data/" + doctype + "/first", new JsonObject());
        for (var member : List.of("alice:editor", "carol:viewer")) {
            var parts = member.split(":", 2);
            send(
                    "admin",
                    "PUT",
                    "/api/v1/spaces/cozy:" + doctype + "/members/user:" + parts[0],
                    new JsonObject().put("role", parts[1]));
        }
        return doctype;
    }

    private static String token(String user) throws Exception {
        return send(user, "POST", "/api/v1/token", new JsonObject()).getString("token");
    }

    private static JsonObject send(String user, String method, String path, JsonObject body) throws Exception {
        var answer = new Rest(Stack.shared().httpPort(), user).send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return new JsonObject(answer.body());
    }

    private static void run(String script, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(new File(CLIENTS.toString()))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
