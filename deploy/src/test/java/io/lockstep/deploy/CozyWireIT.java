package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cozy's documents and realtime socket on the real stack. */
class CozyWireIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int PORT = Stack.shared().httpPort();
    private static final AtomicInteger COUNT = new AtomicInteger();

    // Doctypes and users

    /** A new doctype with alice as editor and carol as viewer. */
    private static String doctype() throws Exception {
        var doctype = "io.cozy.test" + COUNT.incrementAndGet() + "_" + Math.abs(System.nanoTime());
        done("admin", "PUT", "/data/" + doctype + "/first", new JsonObject().put("n", 0));
        member(doctype, "alice", "editor");
        member(doctype, "carol", "viewer");
        return doctype;
    }

    private static void member(String doctype, String user, String role) throws Exception {
        done(
                "admin",
                "PUT",
                "/api/v1/spaces/cozy:" + doctype + "/members/user:" + user,
                new JsonObject().put("role", role));
    }

    private static void expel(String doctype, String user) throws Exception {
        done("admin", "DELETE", "/api/v1/spaces/cozy:" + doctype + "/members/user:" + user, new JsonObject());
    }

    @CanIgnoreReturnValue
    private static JsonObject done(String user, String method, String path, JsonObject body) throws Exception {
        var answer = new Rest(PORT, user).send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().startsWith("{") ? new JsonObject(answer.body()) : new JsonObject();
    }

    private static JsonObject get(String user, String path) throws Exception {
        return done(user, "GET", path, new JsonObject());
    }

    private static String refused(String user, String method, String path, JsonObject body) throws Exception {
        var answer = new Rest(PORT, user).send(method, path, body);
        return answer.statusCode() + " " + answer.body();
    }

    private static String token(String user) throws Exception {
        return done(user, "POST", "/api/v1/token", new JsonObject()).getString("token");
    }

    private static String token(String user, String scope) throws Exception {
        return done(user, "POST", "/api/v1/token", new JsonObject().put("scope", scope))
                .getString("token");
    }

    private static HttpResponse<String> bearer(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    // The socket

    private static JsonObject command(String method, Object payload) {
        return new JsonObject().put("method", method).put("payload", payload);
    }

    private static JsonObject type(String doctype) {
        return new JsonObject().put("type", doctype);
    }

    private static JsonObject document(String doctype, String id) {
        return type(doctype).put("id", id);
    }

    private static Socket signedIn(String user) throws Exception {
        var socket = Socket.cozy(PORT);
        socket.send(command("AUTH", token(user)));
        return socket;
    }

    /** Silence is success: what was said before is done when this nonsense is answered. */
    private static List<String> settled(Socket socket) throws InterruptedException {
        var nonsense = "NONSENSE" + COUNT.incrementAndGet();
        socket.send(command(nonsense, new JsonObject()));
        var heard = socket.until(text -> text.contains("The " + nonsense));
        return heard.subList(0, heard.size() - 1);
    }

    /** The events up to the one of a document that marks the end. */
    private static List<JsonObject> events(Socket socket, String last) throws InterruptedException {
        return socket.until(text -> text.contains("\"id\":\"" + last + "\"")).stream()
                .map(JsonObject::new)
                .toList();
    }

    private static List<String> brief(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.getString("event") + " "
                        + event.getJsonObject("payload").getString("id"))
                .toList();
    }

    @CanIgnoreReturnValue
    private static String write(String doctype, String id, JsonObject fields) throws Exception {
        return done("alice", "PUT", "/data/" + doctype + "/" + id, fields).getString("rev");
    }

    @Test
    void subprotocol_is_told_back_and_not_required() throws Exception {
        try (var socket = Socket.cozy(PORT)) {
            assertThat(socket.subprotocol()).isEqualTo("io.cozy.websocket");
        }
        try (var socket = Socket.push(PORT, "alice")) {
            assertThat(socket.subprotocol()).isEmpty();
        }
    }

    @Test
    void first_frame_must_be_auth_and_the_socket_is_dropped() throws Exception {
        try (var socket = Socket.cozy(PORT)) {
            // When
            socket.send(command("SUBSCRIBE", type("io.cozy.todos")));
            socket.send(command("SUBSCRIBE", type("io.cozy.other")));
            // Then
            assertThat(socket.until(text -> text.startsWith("closed") || text.startsWith("error"), 15))
                    .hasSize(2)
                    .first()
                    .isEqualTo(
                            "{\"event\":\"error\",\"payload\":{\"status\":\"405 Method Not Allowed\","
                                    + "\"code\":\"method not allowed\",\"title\":\"The SUBSCRIBE method is not supported\","
                                    + "\"source\":{\"method\":\"SUBSCRIBE\",\"payload\":{\"type\":\"io.cozy.todos\",\"id\":\"\"}}}}");
        }
    }

    @Test
    void wrong_token_is_told_once_without_the_token_and_the_subscribes_behind_it_are_not_answered() throws Exception {
        try (var socket = Socket.cozy(PORT)) {
            // When
            socket.send(command("AUTH", "eyJ0.secret.token"));
            socket.send(command("SUBSCRIBE", type("io.cozy.todos")));
            // Then
            assertThat(socket.until(text -> text.startsWith("closed") || text.startsWith("error"), 15))
                    .hasSize(2)
                    .first()
                    .isEqualTo(
                            "{\"event\":\"error\",\"payload\":{\"status\":\"401 Unauthorized\",\"code\":\"unauthorized\","
                                    + "\"title\":\"The authentication has failed\","
                                    + "\"source\":{\"method\":\"AUTH\",\"payload\":\"***\"}}}");
        }
    }

    @Test
    void refused_commands_leave_the_socket_open() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("bob")) {
            // When
            socket.send(command("SUBSCRIBE", type(doctype)));
            socket.send(command("SUBSCRIBE", new JsonObject()));
            socket.send(command("unsubscribe", document("", "x")));
            socket.send(command(
                    "SUBSCRIBE",
                    type("io.cozy.todos").put("selector", new JsonObject().put("a", new JsonObject().put("$no", 1)))));
            // Then
            assertThat(settled(socket)).hasSize(4).satisfies(heard -> {
                assertThat(heard.get(0))
                        .contains("\"status\":\"403 Forbidden\"", "can't subscribe to " + doctype, "\"id\":\"\"");
                assertThat(heard.get(1))
                        .contains("404 Page Not Found", "The type parameter is mandatory for SUBSCRIBE");
                assertThat(heard.get(2)).contains("404 Page Not Found", "\"method\":\"unsubscribe\"");
                assertThat(heard.get(3)).contains("400 Bad Request");
            });
        }
    }

    @Test
    void malformed_frame_after_auth_closes_without_an_error_frame() throws Exception {
        try (var socket = signedIn("alice")) {
            settled(socket).forEach(text -> assertThat(text).isEmpty());
            // When
            socket.send("{\"method\":\"SUBSCRIBE\",\"payload\":\"io.cozy.todos\"}");
            // Then
            assertThat(socket.until(text -> true)).containsExactly("closed 1008");
        }
    }

    @Test
    void document_is_told_whole_in_order_and_once_however_many_subscriptions_match() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("carol")) {
            socket.send(command("SUBSCRIBE", type(doctype)));
            socket.send(command("SUBSCRIBE", document(doctype, "a")));
            assertThat(settled(socket)).isEmpty();
            // When
            var one = write(doctype, "a", new JsonObject().put("label", "one").put("Zed", 1));
            var two = write(doctype, "a", new JsonObject().put("label", "two").put("_rev", one));
            done("alice", "DELETE", "/data/" + doctype + "/a?rev=" + two, new JsonObject());
            write(doctype, "end", new JsonObject());
            // Then
            var events = events(socket, "end");
            assertThat(brief(events)).containsExactly("CREATED a", "UPDATED a", "DELETED a", "CREATED end");
            assertThat(events.get(0).encode())
                    .isIn(
                            "{\"event\":\"CREATED\",\"payload\":{\"type\":\"" + doctype
                                    + "\",\"id\":\"a\",\"doc\":{\"_id\":\"a\",\"_rev\":\"" + one
                                    + "\",\"Zed\":1,\"label\":\"one\"}}}",
                            // It had been written again when the event was told.
                            "{\"event\":\"CREATED\",\"payload\":{\"type\":\"" + doctype
                                    + "\",\"id\":\"a\",\"doc\":{\"_id\":\"a\",\"_rev\":\"" + two
                                    + "\",\"label\":\"two\"}}}");
            var deleted = events.get(2).getJsonObject("payload").getJsonObject("doc");
            assertThat(deleted.getString("_rev")).startsWith("3-");
            assertThat(deleted.getString("label")).isEqualTo("two");
            assertThat(deleted.containsKey("_deleted")).isFalse();
        }
    }

    @Test
    void ids_survive_the_end_of_the_whole_type_and_others_are_silent() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("carol")) {
            socket.send(command("SUBSCRIBE", document(doctype, "a")));
            socket.send(command("SUBSCRIBE", document(doctype, "b")));
            socket.send(command("SUBSCRIBE", type(doctype)));
            socket.send(command("UNSUBSCRIBE", type(doctype)));
            socket.send(command("UNSUBSCRIBE", document(doctype, "a")));
            assertThat(settled(socket)).isEmpty();
            // When
            write(doctype, "a", new JsonObject());
            write(doctype, "c", new JsonObject());
            write(doctype, "b", new JsonObject());
            // Then
            assertThat(brief(events(socket, "b"))).containsExactly("CREATED b");
        }
    }

    @Test
    void auth_on_an_open_socket_is_accepted_and_swaps_the_rights() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("carol")) {
            socket.send(command("SUBSCRIBE", type(doctype)));
            assertThat(settled(socket)).isEmpty();
            // When
            socket.send(command("AUTH", token("carol")));
            socket.send(command("SUBSCRIBE", type(doctype)));
            assertThat(settled(socket)).isEmpty();
            write(doctype, "a", new JsonObject());
            // Then
            assertThat(brief(events(socket, "a"))).containsExactly("CREATED a");
            // When
            socket.send(command("AUTH", token("bob")));
            // Then
            assertThat(settled(socket))
                    .singleElement()
                    .satisfies(heard -> assertThat(heard).contains("403 Forbidden"));
            socket.send(command("AUTH", token("alice")));
            socket.send(command("SUBSCRIBE", document(doctype, "b")));
            assertThat(settled(socket)).isEmpty();
            write(doctype, "b", new JsonObject());
            assertThat(brief(events(socket, "b"))).containsExactly("CREATED b");
        }
    }

    @Test
    void who_loses_his_role_is_told_and_hears_nothing_more() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("carol")) {
            socket.send(command("SUBSCRIBE", type(doctype)));
            assertThat(settled(socket)).isEmpty();
            // When
            expel(doctype, "carol");
            write(doctype, "secret", new JsonObject());
            // Then
            assertThat(socket.until(text -> text.contains("403 Forbidden"))).hasSize(1);
            assertThat(settled(socket)).isEmpty();
        }
    }

    @Test
    void notification_reaches_who_listens_and_is_not_kept() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("carol")) {
            socket.send(command("SUBSCRIBE", document(doctype, "n")));
            assertThat(settled(socket)).isEmpty();
            // When
            var answer = new Rest(PORT, "alice")
                    .send(
                            "POST",
                            "/realtime/" + doctype + "/n",
                            new JsonObject()
                                    .put("data", new JsonObject().put("x", 1))
                                    .put("_id", "other"));
            // Then
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(socket.until(text -> true))
                    .containsExactly("{\"event\":\"NOTIFIED\",\"payload\":{\"type\":\"" + doctype
                            + "\",\"id\":\"n\",\"doc\":{\"_id\":\"n\",\"data\":{\"x\":1}}}}");
            assertThat(refused("alice", "GET", "/data/" + doctype + "/n", new JsonObject()))
                    .startsWith("404");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "carol, io.cozy.todos/x, 403",
        "bob, io.cozy.nowhere/x, 403",
        "alice, Io.Cozy.Todos/x, 400",
        "alice, io.cozy.auth.confirmations/x, 400",
        "alice, io..cozy/x, 400",
        "alice, io.cozy.todos, 404",
    })
    void notification_is_refused_in_the_words_of_json_api(String user, String path, int status) throws Exception {
        var answer = new Rest(PORT, user).send("POST", "/realtime/" + path, new JsonObject());
        assertThat(answer.statusCode()).isEqualTo(status);
        var error = new JsonObject(answer.body()).getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("status")).isEqualTo(String.valueOf(status));
        assertThat(error.fieldNames()).contains("title", "detail");
    }

    @Test
    void document_that_leaves_a_selector_is_told_as_deleted() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("carol")) {
            socket.send(command("SUBSCRIBE", type(doctype).put("selector", new JsonObject().put("done", false))));
            assertThat(settled(socket)).isEmpty();
            // When
            var other = write(doctype, "other", new JsonObject().put("done", true));
            var one = write(doctype, "a", new JsonObject().put("done", false));
            write(
                    doctype,
                    "other",
                    new JsonObject().put("done", true).put("n", 1).put("_rev", other));
            assertThat(settled(socket)).hasSize(1).first().asString().contains("CREATED");
            write(doctype, "a", new JsonObject().put("done", true).put("_rev", one));
            write(doctype, "end", new JsonObject().put("done", false));
            // Then
            var events = events(socket, "end");
            assertThat(brief(events)).containsExactly("DELETED a", "CREATED end");
            assertThat(events.get(0)
                            .getJsonObject("payload")
                            .getJsonObject("doc")
                            .getBoolean("done"))
                    .isTrue();
        }
    }

    @Test
    void subscription_resumes_from_a_position_and_others_of_the_socket_hear_nothing_twice() throws Exception {
        // Given
        var doctype = doctype();
        var start = get("carol", "/data/" + doctype + "/_changes").getString("last_seq");
        write(doctype, "a", new JsonObject());
        write(doctype, "b", new JsonObject());
        try (var socket = signedIn("carol")) {
            socket.send(command("SUBSCRIBE", document(doctype, "b")));
            assertThat(settled(socket)).isEmpty();
            // When
            socket.send(command("SUBSCRIBE", type(doctype).put("since", start)));
            write(doctype, "end", new JsonObject());
            // Then
            var events = events(socket, "end");
            assertThat(brief(events)).containsExactly("CREATED a", "CREATED b", "CREATED end");
            assertThat(events.get(0).getJsonObject("payload").fieldNames()).containsExactly("type", "id", "doc", "seq");
        }
    }

    @Test
    void position_that_is_kept_no_longer_is_told_and_the_socket_stays() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = signedIn("carol")) {
            // When
            socket.send(command("SUBSCRIBE", type(doctype).put("since", "1.zzzzzzz.1")));
            // Then
            assertThat(settled(socket))
                    .singleElement()
                    .satisfies(heard -> assertThat(heard).contains("410 Gone", "\"since\":\"1.zzzzzzz.1\""));
            write(doctype, "a", new JsonObject());
            assertThat(brief(events(socket, "a"))).containsExactly("CREATED a");
        }
    }

    // Scopes

    @Test
    void limited_token_is_good_for_its_doctypes_and_for_nothing_else() throws Exception {
        // Given
        var doctype = doctype();
        var token = token("alice", doctype + ":GET");
        // When, Then
        assertThat(bearer(token, "GET", "/data/" + doctype + "/first", "").statusCode())
                .isEqualTo(200);
        assertThat(bearer(token, "PUT", "/data/" + doctype + "/x", "{}").statusCode())
                .isEqualTo(403);
        assertThat(bearer(token, "GET", "/data/io.cozy.todos/_all_docs", "").statusCode())
                .isEqualTo(403);
        assertThat(bearer(token, "GET", "/api/v1/me", "").statusCode()).isEqualTo(403);
        assertThat(bearer(token, "GET", "/api/v1/me", "").body()).contains("limited to a scope");
        assertThat(bearer(token, "POST", "/realtime/" + doctype + "/n", "{}").statusCode())
                .isEqualTo(403);
        try (var socket = Socket.cozy(PORT)) {
            socket.send(command("AUTH", token));
            socket.send(command("SUBSCRIBE", type("io.cozy.todos")));
            socket.send(command("SUBSCRIBE", type(doctype)));
            assertThat(settled(socket))
                    .singleElement()
                    .satisfies(heard -> assertThat(heard).contains("can't subscribe to io.cozy.todos"));
        }
    }

    @Test
    void limited_token_for_one_document_hears_of_that_only() throws Exception {
        // Given
        var doctype = doctype();
        try (var socket = Socket.cozy(PORT)) {
            socket.send(command("AUTH", token("carol", doctype + ":GET:a")));
            // When
            socket.send(command("SUBSCRIBE", type(doctype)));
            socket.send(command("SUBSCRIBE", document(doctype, "b")));
            socket.send(command("SUBSCRIBE", document(doctype, "a")));
            // Then
            assertThat(settled(socket)).hasSize(2);
            write(doctype, "b", new JsonObject());
            write(doctype, "a", new JsonObject());
            assertThat(brief(events(socket, "a"))).containsExactly("CREATED a");
        }
    }

    // Documents

    @Test
    void document_is_created_read_changed_and_deleted_by_its_revision() throws Exception {
        // Given
        var doctype = doctype();
        var path = "/data/" + doctype + "/";
        // When
        var created = done("alice", "POST", path, new JsonObject().put("label", "one"));
        var id = created.getString("id");
        var rev = created.getString("rev");
        // Then
        assertThat(created.fieldNames()).containsExactly("id", "type", "ok", "rev", "data");
        assertThat(get("carol", path + id))
                .isEqualTo(new JsonObject()
                        .put("_id", id)
                        .put("_type", doctype)
                        .put("_rev", rev)
                        .put("label", "one"));
        assertThat(refused("alice", "PUT", path + id, new JsonObject().put("label", "two")))
                .isEqualTo("409 {\"error\":\"conflict\",\"reason\":\"Document update conflict.\"}");
        var second = write(
                doctype, id, new JsonObject().put("_id", id).put("_rev", rev).put("label", "two"));
        assertThat(second).matches("2-[0-9a-f]{32}");
        assertThat(refused("alice", "PUT", path + id, new JsonObject().put("_rev", rev)))
                .startsWith("409");
        assertThat(refused("alice", "DELETE", path + id, new JsonObject())).startsWith("400");
        assertThat(refused("alice", "DELETE", path + id + "?rev=" + rev, new JsonObject()))
                .startsWith("409");
        assertThat(refused("carol", "DELETE", path + id + "?rev=" + second, new JsonObject()))
                .startsWith("403");
        var deleted = done("alice", "DELETE", path + id + "?rev=" + second, new JsonObject());
        assertThat(deleted.getString("rev")).startsWith("3-");
        assertThat(deleted.getBoolean("_deleted")).isTrue();
        assertThat(refused("alice", "GET", path + id, new JsonObject()))
                .isEqualTo("404 {\"error\":\"not_found\",\"reason\":\"deleted\"}");
        assertThat(refused("alice", "GET", path + "never", new JsonObject()))
                .isEqualTo("404 {\"error\":\"not_found\",\"reason\":\"missing\"}");
        assertThat(refused("bob", "GET", path + "first", new JsonObject()))
                .isEqualTo("404 {\"error\":\"not_found\",\"reason\":\"Database does not exist.\"}");
        assertThat(refused("alice", "PUT", "/data/io.cozy.absent/x", new JsonObject()))
                .startsWith("404");
        assertThat(refused("alice", "POST", path, new JsonObject().put("_id", "x")))
                .startsWith("400");
        assertThat(refused("alice", "PUT", path + "x", new JsonObject().put("_foo", 1)))
                .isEqualTo("400 {\"error\":\"Bad Request(400): Bad special document member: _foo\"}");
        // The id is taken again, and its revisions go on.
        assertThat(write(doctype, id, new JsonObject())).startsWith("4-");
    }

    @Test
    void id_may_have_a_slash_and_letters_of_any_alphabet() throws Exception {
        var doctype = doctype();
        write(doctype, "a%2Fb%20%C3%BC+", new JsonObject().put("n", 1));
        assertThat(get("carol", "/data/" + doctype + "/a%2Fb%20%C3%BC+").getString("_id"))
                .isEqualTo("a/b ü+");
    }

    @Test
    void many_documents_are_written_at_once_each_with_its_own_answer() throws Exception {
        // Given
        var doctype = doctype();
        var rev = write(doctype, "old", new JsonObject().put("n", 1));
        var dead = write(doctype, "dead", new JsonObject());
        // When
        var answer = new Rest(PORT, "alice")
                .send(
                        "POST",
                        "/data/" + doctype + "/_bulk_docs",
                        new JsonObject()
                                .put(
                                        "docs",
                                        new JsonArray()
                                                .add(new JsonObject().put("_id", "new"))
                                                .add(new JsonObject().put("_id", "old"))
                                                .add(new JsonObject()
                                                        .put("_id", "old")
                                                        .put("_rev", rev)
                                                        .put("n", 2))
                                                .add(new JsonObject()
                                                        .put("_id", "dead")
                                                        .put("_rev", dead)
                                                        .put("_deleted", true))
                                                .add(new JsonObject().put("_id", "_bad"))
                                                .add(new JsonObject().put("n", 3))));
        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        var results = new JsonArray(answer.body());
        assertThat(results.getJsonObject(0).getBoolean("ok")).isTrue();
        assertThat(results.getJsonObject(1).encode())
                .isEqualTo("{\"id\":\"old\",\"error\":\"conflict\",\"reason\":\"Document update conflict.\"}");
        assertThat(results.getJsonObject(2).getString("rev")).startsWith("2-");
        assertThat(results.getJsonObject(3).getString("rev")).startsWith("2-");
        assertThat(results.getJsonObject(4).getString("error")).startsWith("Bad Request(400)");
        assertThat(results.getJsonObject(5).getString("rev")).startsWith("1-");
        assertThat(refused("alice", "GET", "/data/" + doctype + "/dead", new JsonObject()))
                .contains("deleted");
    }

    @Test
    void documents_are_listed_by_range_and_by_keys() throws Exception {
        // Given
        var doctype = doctype();
        for (var id : List.of("a", "b", "c")) {
            write(doctype, id, new JsonObject().put("n", id));
        }
        var path = "/data/" + doctype + "/_all_docs";
        // When
        var all = get("carol", path);
        // Then
        assertThat(all.getInteger("total_rows")).isEqualTo(4);
        assertThat(ids(all)).containsExactly("a", "b", "c", "first");
        assertThat(ids(get("carol", path + "?startkey=%22b%22&endkey=%22c%22"))).containsExactly("b", "c");
        assertThat(ids(get("carol", path + "?startkey=%22c%22&endkey=%22a%22&descending=true&inclusive_end=false")))
                .containsExactly("c", "b");
        assertThat(ids(get("carol", path + "?skip=1&limit=2"))).containsExactly("b", "c");
        assertThat(get("carol", path + "?skip=1&limit=2").getInteger("offset")).isEqualTo(1);
        var keyed = done(
                        "carol",
                        "POST",
                        path + "?include_docs=true",
                        new JsonObject().put("keys", new JsonArray().add("c").add("zzz")))
                .getJsonArray("rows");
        assertThat(keyed.getJsonObject(0).getJsonObject("doc").getString("n")).isEqualTo("c");
        assertThat(keyed.getJsonObject(1).encode()).isEqualTo("{\"key\":\"zzz\",\"error\":\"not_found\"}");
        assertThat(get("carol", "/data/" + doctype).getInteger("doc_count")).isEqualTo(4);
    }

    private static List<String> ids(JsonObject answer) {
        return answer.getJsonArray("rows", answer.getJsonArray("results")).stream()
                .map(row -> ((JsonObject) row).getString("id"))
                .toList();
    }

    // Changes

    @Test
    void changes_are_the_latest_of_each_document_and_go_on_from_any_of_them() throws Exception {
        // Given
        var doctype = doctype();
        var path = "/data/" + doctype + "/_changes";
        var rev = write(doctype, "a", new JsonObject().put("n", 1));
        write(doctype, "b", new JsonObject());
        write(doctype, "a", new JsonObject().put("n", 2).put("_rev", rev));
        var dead = write(doctype, "c", new JsonObject());
        done("alice", "DELETE", "/data/" + doctype + "/c?rev=" + dead, new JsonObject());
        // When
        var changes = get("carol", path);
        // Then
        assertThat(changes.fieldNames()).containsExactly("last_seq", "pending", "results");
        assertThat(ids(changes)).containsExactly("first", "b", "a", "c");
        assertThat(changes.getJsonArray("results").getJsonObject(3).getBoolean("deleted"))
                .isTrue();
        assertThat(changes.getJsonArray("results").getJsonObject(2).fieldNames())
                .containsExactly("id", "seq", "changes");
        var first = get("carol", path + "?limit=2&style=all_docs&seq_interval=2&heartbeat=10000&_nonce=x");
        assertThat(ids(first)).containsExactly("first", "b");
        assertThat(first.getLong("pending")).isPositive();
        assertThat(ids(get("carol", path + "?since=" + first.getString("last_seq"))))
                .containsExactly("a", "c");
        assertThat(ids(get("carol", path + "?since=now"))).isEmpty();
        assertThat(ids(get("carol", path + "?limit=0"))).hasSize(1);
        assertThat(ids(get("carol", path + "?since=2"))).containsExactly("b", "a", "c");
        assertThat(ids(get("carol", path + "?descending=true&limit=2"))).containsExactly("c", "a");
        var documents = get("carol", path + "?include_docs=true").getJsonArray("results");
        assertThat(documents.getJsonObject(2).getJsonObject("doc").getInteger("n"))
                .isEqualTo(2);
        assertThat(documents.getJsonObject(3).getJsonObject("doc").getBoolean("_deleted"))
                .isTrue();
    }

    @Test
    void changes_are_filtered_by_ids_and_by_a_selector_that_tells_what_left_it() throws Exception {
        // Given
        var doctype = doctype();
        var path = "/data/" + doctype + "/_changes?filter=";
        var rev = write(doctype, "a", new JsonObject().put("done", false));
        write(doctype, "b", new JsonObject().put("done", false));
        var since = get("carol", "/data/" + doctype + "/_changes").getString("last_seq");
        write(doctype, "a", new JsonObject().put("done", true).put("_rev", rev));
        // When, Then
        assertThat(ids(done(
                        "carol", "POST", path + "_doc_ids", new JsonObject().put("doc_ids", new JsonArray().add("b")))))
                .containsExactly("b");
        var selector = new JsonObject().put("selector", new JsonObject().put("done", false));
        var left = done("carol", "POST", path + "_selector&include_docs=true&since=" + since, selector)
                .getJsonArray("results");
        assertThat(left).hasSize(1);
        assertThat(left.getJsonObject(0).getString("id")).isEqualTo("a");
        assertThat(left.getJsonObject(0).getBoolean("deleted")).isTrue();
        assertThat(left.getJsonObject(0).getJsonObject("doc").fieldNames()).containsExactly("_id", "_rev", "_deleted");
        assertThat(refused("carol", "POST", path + "_selector", new JsonObject()))
                .isEqualTo("400 {\"error\":\"bad request\",\"reason\":\"Selector must be specified in POST payload\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo=1 | Unsupported query parameter 'foo'",
                "filter=_doc_ids | Unsupported query parameter 'filter'",
                "feed=pigeon | Unsupported feed value 'pigeon'",
                "style=bold | Unsupported style value 'bold'",
                "limit=many | Invalid limit value 'many'",
                "seq_interval=x | Invalid seq_interval value 'x'",
                "since=nonsense | Invalid since value 'nonsense'",
                "include_docs=perhaps | Invalid value for boolean parameter: 'perhaps'",
            })
    void malformed_query_is_named(String query, String detail) throws Exception {
        assertThat(refused("carol", "GET", "/data/io.cozy.todos/_changes?" + query, new JsonObject()))
                .isEqualTo("400 {\"error\":\"Bad Request(400): " + detail + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"longpoll", "continuous", "eventsource"})
    void feed_gives_what_happens_while_it_is_open(String feed) throws Exception {
        // Given
        var doctype = doctype();
        var answer = new Rest(PORT, "carol")
                .sendAsync(
                        "GET",
                        "/data/" + doctype + "/_changes?since=now&limit=1&timeout=20000&include_docs=true&feed=" + feed,
                        new JsonObject());
        // When
        var rev = write(doctype, "a", new JsonObject().put("n", 1));
        for (int i = 0; i < 200 && !answer.isDone(); i++) {
            rev = write(doctype, "a", new JsonObject().put("n", i + 2).put("_rev", rev));
        }
        // Then
        var body = answer.get(20, SECONDS).body();
        assertThat(body).contains("\"id\":\"a\"", "\"doc\":{\"_id\":\"a\"");
        switch (feed) {
            case "longpoll" ->
                assertThat(new JsonObject(body).getJsonArray("results")).hasSize(1);
            case "continuous" -> assertThat(body).contains("{\"last_seq\":").endsWith("\"pending\":0}\n");
            default ->
                assertThat(body).startsWith("event: heartbeat\ndata: \n\n").contains("\nid: 1.");
        }
    }

    @Test
    void feed_without_a_change_ends_after_its_time() throws Exception {
        var answer = new Rest(PORT, "carol")
                .send("GET", "/data/io.cozy.todos/_changes?since=now&timeout=300&feed=longpoll", new JsonObject());
        assertThat(new JsonObject(answer.body()).getJsonArray("results")).isEmpty();
        var lines = new Rest(PORT, "carol")
                .send("GET", "/data/io.cozy.todos/_changes?since=now&timeout=300&feed=continuous", new JsonObject());
        assertThat(lines.body()).startsWith("\n{\"last_seq\":");
    }

    @Test
    void who_comes_with_a_place_of_another_life_of_the_feed_starts_over() throws Exception {
        var doctype = doctype();
        write(doctype, "a", new JsonObject());
        // When
        var changes = get("carol", "/data/" + doctype + "/_changes?since=1.zzzzzzz.1&include_docs=true");
        // Then
        assertThat(ids(changes)).containsExactly("a", "first");
        assertThat(ids(get("carol", "/data/" + doctype + "/_changes?since=" + changes.getString("last_seq"))))
                .isEmpty();
    }

    // Replication

    @Test
    void checkpoints_are_kept_for_who_may_only_read() throws Exception {
        // Given
        var doctype = doctype();
        var path = "/data/" + doctype + "/_local/abc";
        // When
        assertThat(refused("carol", "GET", path, new JsonObject()))
                .isEqualTo("404 {\"error\":\"not_found\",\"reason\":\"missing\"}");
        var put = done(
                "carol", "PUT", path, new JsonObject().put("_id", "_local/abc").put("last_seq", "5"));
        // Then
        assertThat(put.encode()).isEqualTo("{\"ok\":true,\"id\":\"_local/abc\",\"rev\":\"0-1\"}");
        assertThat(get("carol", path).getString("last_seq")).isEqualTo("5");
        assertThat(done(
                                "carol",
                                "PUT",
                                path,
                                new JsonObject().put("_rev", "0-1").put("last_seq", "6"))
                        .getString("rev"))
                .isEqualTo("0-2");
        assertThat(refused("carol", "PUT", path, new JsonObject().put("_rev", "0-1")))
                .startsWith("409");
        assertThat(refused("alice", "GET", path, new JsonObject())).startsWith("404");
        assertThat(refused("bob", "PUT", path, new JsonObject())).startsWith("404");
    }

    @Test
    void revisions_come_with_their_whole_history() throws Exception {
        // Given
        var doctype = doctype();
        var one = write(doctype, "a", new JsonObject().put("n", 1));
        var two = write(doctype, "a", new JsonObject().put("n", 2).put("_rev", one));
        var dead = write(doctype, "dead", new JsonObject());
        done("alice", "DELETE", "/data/" + doctype + "/dead?rev=" + dead, new JsonObject());
        var deleted = get("carol", "/data/" + doctype + "/_changes")
                .getJsonArray("results")
                .getJsonObject(2)
                .getJsonArray("changes")
                .getJsonObject(0)
                .getString("rev");
        // When
        var got = done(
                        "carol",
                        "POST",
                        "/data/" + doctype + "/_bulk_get?revs=true&latest=true",
                        new JsonObject()
                                .put(
                                        "docs",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("id", "a")
                                                        .put("rev", one))
                                                .add(new JsonObject()
                                                        .put("id", "dead")
                                                        .put("rev", deleted))
                                                .add(new JsonObject()
                                                        .put("id", "zzz")
                                                        .put("rev", one))))
                .getJsonArray("results");
        // Then
        var latest = got.getJsonObject(0).getJsonArray("docs").getJsonObject(0).getJsonObject("ok");
        assertThat(latest.getString("_rev")).isEqualTo(two);
        assertThat(latest.getJsonObject("_revisions").getJsonArray("ids"))
                .containsExactly(two.substring(2), one.substring(2));
        assertThat(got.getJsonObject(1).encode()).contains("\"_deleted\":true", "\"start\":2");
        assertThat(got.getJsonObject(2).encode()).contains("\"error\":\"not_found\"");
        var diff = done(
                "carol",
                "POST",
                "/data/" + doctype + "/_revs_diff",
                new JsonObject()
                        .put("a", new JsonArray().add(one).add("9-" + one.substring(2)))
                        .put("first", new JsonArray()));
        assertThat(diff.encode()).isEqualTo("{\"a\":{\"missing\":[\"9-" + one.substring(2) + "\"]}}");
    }

    // Browsers, and nonsense

    @Test
    void page_of_another_origin_reads_nothing_with_the_cookie_of_who_looks_at_it() throws Exception {
        // Given
        var login = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/api/v1/login"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"alice\",\"password\":\"alice\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        var cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        var read = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/data/io.cozy.todos/_all_docs"))
                .header("Cookie", cookie);
        // When
        var own = HTTP.send(read.build(), HttpResponse.BodyHandlers.ofString());
        var foreign =
                HTTP.send(read.header("Origin", "https://evil.example").build(), HttpResponse.BodyHandlers.ofString());
        // Then
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void pages_of_other_origins_are_answered() throws Exception {
        var preflight = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/realtime/io.cozy.todos/x"))
                        .header("Origin", "https://todos.example")
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization,content-type")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(preflight.statusCode()).isEqualTo(204);
        var headers = preflight.headers();
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("https://todos.example");
        assertThat(headers.firstValue("Access-Control-Allow-Credentials")).contains("true");
        assertThat(headers.firstValue("Access-Control-Allow-Methods")).contains("GET,HEAD,PUT,PATCH,POST,DELETE");
        assertThat(headers.firstValue("Access-Control-Allow-Headers")).contains("authorization,content-type");
        assertThat(headers.firstValue("Access-Control-Max-Age")).contains("43200");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /data, 404",
        "GET, /data/, 404",
        "GET, /data/IO.COZY, 400",
        "GET, /data/io.cozy.sessions/x, 403",
        "GET, /data/io.cozy.todos/_design/x, 404",
        "GET, /data/io.cozy.todos/_nothing, 404",
        "PATCH, /data/io.cozy.todos/x, 405",
        "PUT, /data/io.cozy.todos, 405",
        "GET, /data/io.cozy.todos/a/b, 404",
        "GET, /data/io.cozy.todos/_all_docs?keys=1, 400",
        "GET, /data/io.cozy.todos/_all_docs?startkey=x, 400",
        "GET, /data/io.cozy.todos/_all_docs?limit=-1, 400",
        "POST, /data/io.cozy.todos/_bulk_get, 400",
        "POST, /data/io.cozy.todos/_bulk_docs, 400",
        "GET, /realtime/, 400",
        "GET, /realtime/x, 404",
        "DELETE, /realtime/x, 405",
    })
    void nonsense_is_refused(String method, String path, int status) throws Exception {
        assertThat(new Rest(PORT, "alice").send(method, path, new JsonObject()).statusCode())
                .isEqualTo(status);
    }
}
