package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is written or locked through one wire is seen and respected by all others that know its space. */
class CrossWireIT {
    private static final int PORT = Stack.shared().httpPort();
    private static final String FOLDER = "/api/v1/spaces/metavox:103/documents/";
    private static final String FILE = "/index.php/apps/metavox/api/groupfolders/103/files/";
    private static final String MEETINGS = "openregister:decidesk:meeting";
    private static final String OBJECTS = "/index.php/apps/openregister/api/objects/decidesk/meeting";
    private static final String TODOS = "cozy:io.cozy.todos";
    private static final String NOTES = "/index.php/apps/notes/api/v1/notes";

    private static HttpResponse<String> send(String user, String method, String path, JsonObject body)
            throws Exception {
        return new Rest(PORT, user).send(method, path, body);
    }

    @CanIgnoreReturnValue
    private static JsonObject done(String user, String method, String path, JsonObject body) throws Exception {
        var answer = send(user, method, path, body);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 299);
        return answer.body().startsWith("{") ? new JsonObject(answer.body()) : new JsonObject();
    }

    private static JsonObject fields(String field, Object value) {
        return new JsonObject().put("fields", new JsonObject().put(field, value));
    }

    private static String documents(String space) {
        return "/api/v1/spaces/" + space + "/documents/";
    }

    /** The first text that fits. */
    private static String heard(Socket socket, Predicate<String> fits) throws InterruptedException {
        var texts = socket.until(fits);
        return texts.get(texts.size() - 1);
    }

    /** Waits for the message of the bridge that tells the change, and gives it. */
    private static JsonObject change(Socket bridge, String mark) throws Exception {
        return new JsonObject(heard(bridge, text -> text.contains("\"changed\"") && text.contains(mark)))
                .getJsonObject("body");
    }

    @Test
    void folder_is_one_for_rest_and_metavox() throws Exception {
        var mark = UUID.randomUUID().toString();
        try (var bridge = Socket.bridge(PORT, "bob").register("space/metavox:103");
                var push = Socket.push(PORT, "bob")) {
            // When, Then: written with REST
            done("alice", "PATCH", FOLDER + "502", fields("notes", mark));
            assertThat(heard(push, text -> text.contains(mark)))
                    .isEqualTo(
                            "metavox_metadata_changed {\"fieldName\":\"notes\",\"fileId\":502,\"gfId\":103,\"value\":\""
                                    + mark + "\"}");
            assertThat(change(bridge, mark).getString("document")).isEqualTo("502");
            // When, Then: written with MetaVox
            var other = UUID.randomUUID().toString();
            done(
                    "alice",
                    "POST",
                    FILE + "502/metadata",
                    new JsonObject().put("metadata", new JsonObject().put("notes", other)));
            assertThat(change(bridge, other).getJsonObject("patch").getString("notes"))
                    .isEqualTo(other);
            assertThat(heard(push, text -> text.contains(other))).startsWith("metavox_metadata_changed ");
            // When, Then: locked with MetaVox, and with REST
            done("alice", "POST", FILE + "503/lock", new JsonObject().put("field_name", "status"));
            assertThat(send("bob", "PATCH", FOLDER + "503", fields("status", "draft"))
                            .statusCode())
                    .isEqualTo(423);
            done("alice", "POST", FILE + "503/unlock", new JsonObject().put("field_name", "status"));
            done("alice", "PUT", FOLDER + "503/locks/status", new JsonObject());
            assertThat(send("bob", "POST", FILE + "503/lock", new JsonObject().put("field_name", "status"))
                            .statusCode())
                    .isEqualTo(409);
            assertThat(send("alice", "DELETE", FOLDER + "503/locks/status", new JsonObject())
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void register_is_one_for_rest_and_openregister() throws Exception {
        var made = done("alice", "POST", OBJECTS, new JsonObject().put("title", "Across"));
        var id = made.getString("id");
        var event = "or-object-" + id;
        try (var bridge = Socket.bridge(PORT, "bob").register("space/" + MEETINGS);
                var push = Socket.push(PORT, "bob")) {
            push.send("listen " + event);
            push.until(event::equals);
            // When, Then: written with REST
            done("alice", "PATCH", documents(MEETINGS) + id, fields("location", "Attic"));
            assertThat(heard(push, text -> text.startsWith(event + " "))).contains("\"action\":\"update\"");
            assertThat(done("bob", "GET", OBJECTS + "/" + id, new JsonObject()).getString("location"))
                    .isEqualTo("Attic");
            // When, Then: written with OpenRegister
            var mark = UUID.randomUUID().toString();
            done("alice", "PATCH", OBJECTS + "/" + id, new JsonObject().put("location", mark));
            assertThat(change(bridge, mark).getString("document")).isEqualTo(id);
            // When, Then: locked with OpenRegister, and with REST
            done("alice", "POST", OBJECTS + "/" + id + "/lock", new JsonObject());
            assertThat(send("bob", "PATCH", documents(MEETINGS) + id, fields("location", "x"))
                            .statusCode())
                    .isEqualTo(423);
            done("alice", "POST", OBJECTS + "/" + id + "/unlock", new JsonObject());
            done("alice", "PUT", documents(MEETINGS) + id + "/locks/location", new JsonObject());
            assertThat(send("bob", "PUT", OBJECTS + "/" + id, new JsonObject().put("title", "Other"))
                            .statusCode())
                    .isEqualTo(423);
        }
    }

    @Test
    void doctype_is_one_for_rest_and_cozy() throws Exception {
        var id = UUID.randomUUID().toString();
        try (var bridge = Socket.bridge(PORT, "bob").register("space/" + TODOS);
                var cozy = Socket.cozy(PORT)) {
            var token = done("bob", "POST", "/api/v1/token", new JsonObject()).getString("token");
            cozy.send(new JsonObject().put("method", "AUTH").put("payload", token));
            cozy.send(new JsonObject()
                    .put("method", "SUBSCRIBE")
                    .put(
                            "payload",
                            new JsonObject().put("type", "io.cozy.todos").put("id", id)));
            cozy.send(new JsonObject().put("method", "SUBSCRIBE").put("payload", new JsonObject()));
            cozy.until(text -> text.contains("mandatory"));
            // When, Then: written with REST
            done("alice", "PUT", documents(TODOS) + id, fields("label", "A"));
            var created = new JsonObject(heard(cozy, text -> text.contains("CREATED")));
            assertThat(created.getJsonObject("payload").getJsonObject("doc").getString("label"))
                    .isEqualTo("A");
            // When, Then: written with Cozy's data interface
            var mark = UUID.randomUUID().toString();
            var doc = done("alice", "GET", "/data/io.cozy.todos/" + id, new JsonObject());
            done("alice", "PUT", "/data/io.cozy.todos/" + id, doc.put("label", mark));
            assertThat(change(bridge, mark).getString("document")).isEqualTo(id);
            assertThat(heard(cozy, text -> text.contains("UPDATED"))).contains(mark);
            // When, Then: locked with REST
            done("alice", "PUT", documents(TODOS) + id + "/locks/*", new JsonObject());
            var now = done("bob", "GET", "/data/io.cozy.todos/" + id, new JsonObject());
            assertThat(send("bob", "PUT", "/data/io.cozy.todos/" + id, now.put("label", "B"))
                            .statusCode())
                    .isEqualTo(423);
        }
    }

    @Test
    void notes_are_one_for_rest_and_notes() throws Exception {
        var note = done(
                "alice", "POST", NOTES, new JsonObject().put("title", "Across").put("content", "a"));
        var id = note.getValue("id").toString();
        try (var bridge = Socket.bridge(PORT, "alice").register("space/notes:alice")) {
            // When, Then: written with Notes
            var mark = UUID.randomUUID().toString();
            done("alice", "PUT", NOTES + "/" + id, new JsonObject().put("content", mark));
            assertThat(change(bridge, mark).getString("document")).isEqualTo(id);
            // When, Then: written with REST
            done("alice", "PATCH", documents("notes:alice") + id, fields("content", "from REST"));
            assertThat(done("alice", "GET", NOTES + "/" + id, new JsonObject()).getString("content"))
                    .isEqualTo("from REST");
        }
    }
}
