package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.NotifyPushWireIT.Client;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MetaVox's routes and events on the real stack, as its unmodified page uses them. */
class MetavoxWireIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Lockstep STACK = Stack.shared();
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=----b";
    private static final List<String> PREFIXES = List.of("", "/apps/metavox", "/index.php/apps/metavox");

    private static String send(Optional<String> user, String method, String path, String type, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + STACK.httpPort() + path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        user.ifPresent(name -> request.header("Authorization", basic(name)));
        var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
    }

    private static String file(int folder) {
        return "/api/groupfolders/" + folder + "/files/1";
    }

    /** Locks or unlocks as the page does. */
    @CanIgnoreReturnValue
    private static String cell(String user, String action, int folder, String field)
            throws IOException, InterruptedException {
        return send(Optional.of(user), "POST", file(folder) + "/" + action, JSON, json(field));
    }

    private static String json(String field) {
        return new JsonObject().put("field_name", field).encode();
    }

    private static String form(String field) {
        return "requesttoken=abc&field_name=" + URLEncoder.encode(field, StandardCharsets.UTF_8);
    }

    private static String multipart(String field) {
        return "------b\r\nContent-Disposition: form-data; name=\"requesttoken\"\r\n\r\nabc\r\n"
                + "------b\r\nContent-Disposition: form-data; name=\"field_name\"\r\n\r\n" + field
                + "\r\n------b--\r\n";
    }

    @CanIgnoreReturnValue
    private static String save(String user, int folder, JsonObject body) throws IOException, InterruptedException {
        return send(Optional.of(user), "POST", file(folder) + "/metadata", JSON, body.encode());
    }

    private static JsonObject metadata(String field, @Nullable Object value) {
        return new JsonObject().put("metadata", new JsonObject().put(field, value));
    }

    private static String event(String name, int folder, String field, String rest) {
        return "metavox_" + name + " {\"fieldName\":\"" + field + "\",\"fileId\":1,\"gfId\":" + folder + rest + "}";
    }

    private static String locked(int folder, String field, String user) {
        return event("cell_locked", folder, field, ",\"userId\":\"" + user + "\"");
    }

    private static String unlocked(int folder, String field) {
        return event("cell_unlocked", folder, field, "");
    }

    private static String changed(int folder, String field, String value) {
        return event("metadata_changed", folder, field, ",\"value\":\"" + value + "\"");
    }

    // Locks

    @Test
    void lock_is_exclusive_seen_by_everybody_and_ends_by_itself() throws Exception {
        var path = "/apps/metavox/api/groupfolders/103/files/456/lock";
        var body = json("doc_title");
        var redis = Redis.createClient(STACK.vertx(), STACK.redisUri().orElseThrow());
        try (var bob = Client.of("bob")) {
            // When
            assertThat(send(Optional.of("alice"), "POST", path, JSON, body)).isEqualTo("200 {\"locked\":false}");
            var taken = System.nanoTime();
            // Then
            var event = "{\"fieldName\":\"doc_title\",\"fileId\":456,\"gfId\":103";
            bob.until(("metavox_cell_locked " + event + ",\"userId\":\"alice\"}")::equals);
            assertThat(send(Optional.of("bob"), "POST", path, JSON, body))
                    .isEqualTo("409 {\"locked\":true,\"lockedBy\":\"alice\"}");
            var key = "metavox_lock:{103}:456:doc_title";
            assertThat(redis.send(Request.cmd(Command.GET).arg(key))
                            .await(10, SECONDS)
                            .toString())
                    .startsWith("alice");
            assertThat(redis.send(Request.cmd(Command.PTTL).arg(key))
                            .await(10, SECONDS)
                            .toLong())
                    .isBetween(1L, 30_000L);
            try (var late = Client.of("carol")) {
                late.until(("metavox_cell_locked " + event + ",\"userId\":\"alice\"}")::equals);
            }
            // When
            bob.until(("metavox_cell_unlocked " + event + "}")::equals, Duration.ofSeconds(40));
            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - taken))
                    .isBetween(Duration.ofMillis(29_500), Duration.ofMillis(30_250));
            assertThat(send(Optional.of("bob"), "POST", path, JSON, body)).isEqualTo("200 {\"locked\":false}");
            assertThat(send(Optional.of("bob"), "POST", path.replace("/lock", "/unlock"), JSON, body))
                    .isEqualTo("200 {\"success\":true}");
        } finally {
            redis.close().await(10, SECONDS);
        }
    }

    static Stream<List<String>> prefixesAndBodies() {
        return PREFIXES.stream()
                .flatMap(prefix -> Stream.of(
                        List.of(prefix, JSON, json("doc_title")),
                        List.of(prefix, FORM, form("doc_title")),
                        List.of(prefix, MULTIPART, multipart("doc_title"))));
    }

    @ParameterizedTest
    @MethodSource("prefixesAndBodies")
    void every_prefix_takes_every_kind_of_body(List<String> how) throws Exception {
        // Given
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "editor"));
        var path = how.get(0) + file(folder);
        // Then
        assertThat(send(Optional.of("alice"), "POST", path + "/lock", how.get(1), how.get(2)))
                .isEqualTo("200 {\"locked\":false}");
        assertThat(send(Optional.of("bob"), "POST", path + "/lock", how.get(1), how.get(2)))
                .isEqualTo("409 {\"locked\":true,\"lockedBy\":\"alice\"}");
        assertThat(send(Optional.of("alice"), "POST", path + "/unlock", how.get(1), how.get(2)))
                .isEqualTo("200 {\"success\":true}");
        assertThat(send(Optional.of("bob"), "POST", path + "/lock", how.get(1), how.get(2)))
                .isEqualTo("200 {\"locked\":false}");
    }

    @Test
    void multipart_body_may_be_cut_anywhere() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor"));
        var body = multipart("doc_title").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 1; cut < body.length; cut++) {
            // When
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + STACK.httpPort() + file(folder) + "/lock"))
                    .header("Authorization", basic("alice"))
                    .header("Content-Type", MULTIPART)
                    .POST(HttpRequest.BodyPublishers.ofByteArrays(
                            List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length))))
                    .build();
            // Then
            assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .as("cut after %d bytes", cut)
                    .isEqualTo("{\"locked\":false}");
        }
        assertThat(new Rest(STACK.httpPort(), "alice")
                        .send("GET", "/api/v1/spaces/metavox:" + folder + "/locks", new JsonObject())
                        .body())
                .containsOnlyOnce("\"field\":\"doc_title\"")
                .doesNotContain("doc_title\\");
    }

    @Test
    void same_owners_lock_is_renewed_and_announced_again() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "viewer"));
        try (var bob = Client.of("bob");
                var alice = Client.of("alice")) {
            cell("alice", "lock", folder, "doc_title");
            bob.until(locked(folder, "doc_title", "alice")::equals);
            // When
            assertThat(cell("alice", "lock", folder, "doc_title")).isEqualTo("200 {\"locked\":false}");
            // Then
            bob.until(locked(folder, "doc_title", "alice")::equals);
            cell("alice", "unlock", folder, "doc_title");
            assertThat(bob.until(unlocked(folder, "doc_title")::equals)).hasSize(1);
            assertThat(alice.until(unlocked(folder, "doc_title")::equals))
                    .contains(locked(folder, "doc_title", "alice"));
        }
    }

    @Test
    void unlock_of_what_is_not_ones_own_succeeds_and_changes_nothing() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "editor"));
        try (var bob = Client.of("bob")) {
            cell("alice", "lock", folder, "doc_title");
            bob.until(locked(folder, "doc_title", "alice")::equals);
            // When
            assertThat(cell("bob", "unlock", folder, "doc_title")).isEqualTo("200 {\"success\":true}");
            assertThat(cell("bob", "unlock", folder, "never_locked")).isEqualTo("200 {\"success\":true}");
            // Then
            assertThat(cell("bob", "lock", folder, "doc_title"))
                    .isEqualTo("409 {\"locked\":true,\"lockedBy\":\"alice\"}");
            cell("alice", "lock", folder, "marker");
            assertThat(bob.until(locked(folder, "marker", "alice")::equals))
                    .noneMatch(text -> text.startsWith("metavox_cell_unlocked"));
            // When
            cell("alice", "unlock", folder, "doc_title");
            // Then
            bob.until(unlocked(folder, "doc_title")::equals);
        }
    }

    @Test
    void one_of_two_simultaneous_locks_succeeds() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "editor"));
        for (int i = 0; i < 20; i++) {
            var body = new JsonObject().put("field_name", "field_" + i);
            var answers = Stream.of("alice", "bob")
                    .map(user -> new Rest(STACK.httpPort(), user).sendAsync("POST", file(folder) + "/lock", body))
                    .toList();
            assertThat(List.of(
                            answers.get(0).get(10, SECONDS).statusCode(),
                            answers.get(1).get(10, SECONDS).statusCode()))
                    .containsExactlyInAnyOrder(200, 409);
        }
    }

    static Stream<List<String>> bodiesWithoutFieldName() {
        return Stream.of(
                List.of(JSON, ""),
                List.of(JSON, "{}"),
                List.of(JSON, "{\"field_name\":\"\"}"),
                List.of(JSON, "{\"field_name\":\"0\"}"),
                List.of(JSON, "{\"field_name\":0}"),
                List.of(JSON, "{\"field_name\":null}"),
                List.of(JSON, "{\"field_name\":[\"a\"]}"),
                List.of(JSON, "{\"field_name\":"),
                List.of(JSON, "[]"),
                List.of("text/plain", "field_name=doc_title"),
                List.of(FORM, ""),
                List.of(FORM, "field_name="),
                List.of(FORM, "field_name=0"),
                List.of(MULTIPART, multipart("0")),
                List.of(MULTIPART, multipart("").replace("field_name", "another")));
    }

    @ParameterizedTest
    @MethodSource("bodiesWithoutFieldName")
    void field_name_is_required(List<String> typeAndBody) throws Exception {
        for (var action : List.of("/lock", "/unlock")) {
            assertThat(send(
                            Optional.of("alice"),
                            "POST",
                            "/api/groupfolders/103/files/456" + action,
                            typeAndBody.get(0),
                            typeAndBody.get(1)))
                    .isEqualTo("400 {\"error\":\"field_name required\"}");
        }
    }

    @Test
    void broken_bodies_and_paths_are_the_clients_fault() throws Exception {
        var lock = "/api/groupfolders/103/files/456/lock";
        var alice = Optional.of("alice");
        assertThat(send(alice, "POST", lock, JSON, json("a".repeat(256)))).startsWith("400 {\"error\":");
        assertThat(send(alice, "POST", lock, JSON, json("a\u0000"))).startsWith("400 {\"error\":");
        assertThat(send(alice, "POST", lock, JSON, json("a".repeat(300_000))))
                .isEqualTo("413 {\"error\":\"the request body is too large\"}");
        assertThat(send(alice, "POST", lock, FORM, form("a".repeat(300_000)))).startsWith("4");
        assertThat(send(alice, "POST", lock, FORM, "field_name=%zz")).startsWith("4");
        assertThat(send(alice, "POST", lock, MULTIPART, "no parts at all")).startsWith("4");
        assertThat(send(alice, "POST", lock, "multipart/form-data", multipart("x")))
                .startsWith("4");
        assertThat(send(alice, "POST", lock, "multipart/form-data; boundary=", multipart("x")))
                .startsWith("400 ");
        assertThat(send(alice, "POST", lock, "multipart/form-data; boundary=\"", multipart("x")))
                .startsWith("400 ");
        assertThat(send(alice, "GET", "/api/groupfolders/103/files/456/metadata", FORM, "a=b"))
                .startsWith("200 ");
        var upload = multipart("0")
                .replace("name=\"requesttoken\"", "name=\"upload\"; filename=\"a.txt\"\r\nContent-Type: text/plain");
        assertThat(send(alice, "POST", lock, MULTIPART, upload)).isEqualTo("400 {\"error\":\"field_name required\"}");
        assertThat(send(alice, "POST", "/api/groupfolders/103/files/%00/lock", JSON, "{}"))
                .startsWith("404");
        assertThat(statusLine("/apps/metavox/api/groupfolders/103/files/%zz/lock"))
                .startsWith("HTTP/1.1 4");
        assertThat(statusLine("/apps/metavox/api/groupfolders/103/files/456/lock%"))
                .startsWith("HTTP/1.1 4");
    }

    /** Of a path that a decent client refuses to send. */
    private static String statusLine(String path) throws IOException {
        try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), STACK.httpPort())) {
            var request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAuthorization: "
                    + basic("alice") + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var line = new StringBuilder();
            for (int character = socket.getInputStream().read();
                    character > '\r';
                    character = socket.getInputStream().read()) {
                line.append((char) character);
            }
            return line.toString();
        }
    }

    @ParameterizedTest
    @CsvSource({"abc, 1", "1, abc", "-1, 1", "007, 1", "1, 1.0", "99999999999999999999, 1", "1%2F2, 1", "1, ' '"})
    void path_id_that_is_no_number_is_not_found(String folder, String file) throws Exception {
        var path = "/api/groupfolders/" + folder + "/files/" + file.replace(" ", "%20");
        for (var action : List.of("/lock", "/unlock", "/metadata")) {
            assertThat(send(Optional.of("alice"), "POST", path + action, JSON, json("doc_title")))
                    .isEqualTo("404 {\"error\":\"Not found\"}");
        }
    }

    // Access

    @ParameterizedTest
    @ValueSource(strings = {"", "/apps/metavox", "/index.php/apps/metavox"})
    void who_is_not_signed_in_is_told_so_in_the_words_of_the_route(String prefix) throws Exception {
        var path = prefix + "/api/groupfolders/103/files/456";
        for (var user : List.of(Optional.<String>empty(), Optional.of("nobody"))) {
            assertThat(send(user, "POST", path + "/lock", JSON, "{}"))
                    .isEqualTo("401 {\"error\":\"Not authenticated\"}");
            assertThat(send(user, "POST", path + "/unlock", JSON, "{}"))
                    .isEqualTo("401 {\"error\":\"Not authenticated\"}");
            assertThat(send(user, "GET", path + "/metadata", JSON, ""))
                    .isEqualTo("401 {\"error\":\"User not authenticated\"}");
            assertThat(send(user, "POST", path + "/metadata", JSON, "{}"))
                    .isEqualTo("401 {\"error\":\"User not authenticated\"}");
        }
    }

    @Test
    void who_may_not_is_refused() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "carol", "viewer"));
        var denied = "403 {\"error\":\"Access denied\"}";
        // A viewer
        assertThat(cell("carol", "lock", folder, "doc_title")).isEqualTo(denied);
        assertThat(cell("carol", "unlock", folder, "doc_title")).isEqualTo("200 {\"success\":true}");
        assertThat(save("carol", folder, metadata("doc_title", "x"))).isEqualTo(denied);
        assertThat(save("carol", folder, metadata("doc_title", "x").put("metadata", new JsonObject())))
                .isEqualTo(denied);
        assertThat(send(Optional.of("carol"), "GET", file(folder) + "/metadata", JSON, ""))
                .isEqualTo("200 []");
        // A stranger, and a folder that does not exist
        for (var hidden : List.of(folder, 2_000_000_000)) {
            assertThat(cell("bob", "lock", hidden, "doc_title")).isEqualTo(denied);
            assertThat(cell("bob", "unlock", hidden, "doc_title")).isEqualTo(denied);
            assertThat(save("bob", hidden, metadata("doc_title", "x"))).isEqualTo(denied);
            assertThat(send(Optional.of("bob"), "GET", file(hidden) + "/metadata", JSON, ""))
                    .isEqualTo(denied);
        }
    }

    // Metadata

    private static int defined() throws IOException, InterruptedException {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "editor"));
        var fields = new JsonArray()
                .add(new JsonObject()
                        .put("name", "doc_title")
                        .put("label", "Title")
                        .put("required", true))
                .add(new JsonObject()
                        .put("name", "status")
                        .put("type", "select")
                        .put("options", new JsonArray().add("draft").add("final")));
        assertThat(new Rest(STACK.httpPort(), "admin")
                        .send("PUT", "/api/v1/spaces/metavox:" + folder, new JsonObject().put("fields", fields))
                        .statusCode())
                .isEqualTo(200);
        return folder;
    }

    private static String shown(String title, String status) {
        return "200 [{\"id\":1155470653,\"field_name\":\"doc_title\",\"field_label\":\"Title\",\"field_type\":\"text\","
                + "\"field_options\":[],\"is_required\":true,\"applies_to_groupfolder\":0,\"value\":\"" + title + "\"},"
                + "{\"id\":2063623452,\"field_name\":\"status\",\"field_label\":\"status\",\"field_type\":\"select\","
                + "\"field_options\":[\"draft\",\"final\"],\"is_required\":false,\"applies_to_groupfolder\":0,"
                + "\"value\":\"" + status + "\"}]";
    }

    @Test
    void saved_values_are_shown_in_the_order_of_the_definitions() throws Exception {
        var folder = defined();
        assertThat(send(Optional.of("alice"), "GET", file(folder) + "/metadata", JSON, ""))
                .isEqualTo(shown("", ""));
        // When
        assertThat(save(
                        "alice",
                        folder,
                        new JsonObject()
                                .put(
                                        "metadata",
                                        new JsonObject()
                                                .put("status", "draft")
                                                .put("unheard_of", "x")
                                                .put("doc_title", "Plän"))))
                .isEqualTo("200 {\"success\":true}");
        // Then
        for (var prefix : PREFIXES) {
            assertThat(send(Optional.of("bob"), "GET", prefix + file(folder) + "/metadata", JSON, ""))
                    .isEqualTo(shown("Plän", "draft"));
        }
        // When
        assertThat(save("alice", folder, metadata("status", null))).isEqualTo("200 {\"success\":true}");
        assertThat(save("alice", folder, metadata("unheard_of", "x"))).isEqualTo("200 {\"success\":true}");
        // Then
        assertThat(send(Optional.of("bob"), "GET", file(folder) + "/metadata", JSON, ""))
                .isEqualTo(shown("Plän", ""));
    }

    @Test
    void folder_without_definitions_takes_and_shows_any_name() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor"));
        save("alice", folder, metadata("color", "red"));
        assertThat(send(Optional.of("alice"), "GET", file(folder) + "/metadata", JSON, ""))
                .isEqualTo(
                        "200 [{\"id\":1716930793,\"field_name\":\"color\",\"field_label\":\"color\",\"field_type\":\"text\","
                                + "\"field_options\":[],\"is_required\":false,\"applies_to_groupfolder\":0,\"value\":\"red\"}]");
    }

    @Test
    void save_with_unlock_announces_the_change_and_the_end_of_the_lock() throws Exception {
        var folder = defined();
        try (var bob = Client.of("bob")) {
            cell("alice", "lock", folder, "doc_title");
            cell("alice", "lock", folder, "status");
            // When
            assertThat(save(
                            "alice",
                            folder,
                            metadata("doc_title", "New").put("unlock", true).put("unlock_field", "doc_title")))
                    .isEqualTo("200 {\"success\":true}");
            // Then
            var heard = bob.until(unlocked(folder, "doc_title")::equals);
            if (!heard.contains(changed(folder, "doc_title", "New"))) {
                bob.until(changed(folder, "doc_title", "New")::equals);
            }
            assertThat(cell("bob", "lock", folder, "doc_title")).isEqualTo("200 {\"locked\":false}");
            assertThat(cell("bob", "lock", folder, "status")).isEqualTo("409 {\"locked\":true,\"lockedBy\":\"alice\"}");
        }
    }

    @Test
    void save_with_unlock_but_no_field_gives_back_what_it_wrote() throws Exception {
        var folder = defined();
        try (var bob = Client.of("bob")) {
            for (var field : List.of("doc_title", "status", "other")) {
                cell("alice", "lock", folder, field);
            }
            // When
            var fields = new JsonObject().put("doc_title", "New").put("status", "final");
            assertThat(save(
                            "alice",
                            folder,
                            new JsonObject().put("metadata", fields).put("unlock", true)))
                    .isEqualTo("200 {\"success\":true}");
            // Then
            bob.until(("metavox_metadata_changed {\"fileId\":1,\"gfId\":" + folder + "}")::equals);
            assertThat(cell("bob", "lock", folder, "doc_title")).isEqualTo("200 {\"locked\":false}");
            assertThat(cell("bob", "lock", folder, "status")).isEqualTo("200 {\"locked\":false}");
            assertThat(cell("bob", "lock", folder, "other")).isEqualTo("409 {\"locked\":true,\"lockedBy\":\"alice\"}");
        }
    }

    @Test
    void save_of_a_cell_that_another_has_locked_is_refused() throws Exception {
        var folder = defined();
        cell("alice", "lock", folder, "doc_title");
        // When
        var refused = save("bob", folder, metadata("doc_title", "Mine").put("unlock", true));
        // Then
        assertThat(refused).startsWith("409 {\"error\":").endsWith(",\"locked\":true,\"lockedBy\":\"alice\"}");
        assertThat(save("bob", folder, metadata("status", "draft"))).isEqualTo("200 {\"success\":true}");
        assertThat(send(Optional.of("bob"), "GET", file(folder) + "/metadata", JSON, ""))
                .isEqualTo(shown("", "draft"));
        assertThat(cell("bob", "lock", folder, "doc_title")).startsWith("409");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "5",
                "{}",
                "{\"metadata\":[]}",
                "{\"metadata\":\"x\"}",
                "{\"metadata\":null}"
            })
    void save_needs_an_object_of_values(String body) throws Exception {
        assertThat(send(Optional.of("alice"), "POST", "/api/groupfolders/103/files/456/metadata", JSON, body))
                .startsWith("400 {\"error\":\"");
    }

    @Test
    void save_that_is_too_large_is_refused_in_the_words_of_the_route() throws Exception {
        assertThat(send(
                        Optional.of("alice"),
                        "POST",
                        "/apps/metavox/api/groupfolders/103/files/456/metadata",
                        JSON,
                        metadata("doc_title", "a".repeat(300_000)).encode()))
                .isEqualTo("413 {\"error\":\"the request body is too large\"}");
    }
}
