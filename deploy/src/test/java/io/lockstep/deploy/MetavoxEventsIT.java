package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.deploy.NotifyPushWireIT.Client;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the push socket says of what MetaVox's routes do, where the original says nothing, too little, or the wrong thing. */
class MetavoxEventsIT {
    private static final int PORT = Stack.shared().httpPort();

    @BeforeAll
    static void somebody_whose_name_is_a_number() throws Exception {
        var account = new PutAccount(Actor.SYSTEM, "4720", "4720", "No. 4720", List.of(), null, null);
        assertThat(new Metadata(new Bus(Stack.shared().vertx()))
                        .putAccount(account)
                        .await(10, SECONDS)
                        .user())
                .isEqualTo("4720");
    }

    @CanIgnoreReturnValue
    private static JsonObject post(String user, String path, JsonObject body) throws IOException, InterruptedException {
        return call(user, "POST", path, body);
    }

    @CanIgnoreReturnValue
    private static JsonObject call(String user, String method, String path, JsonObject body)
            throws IOException, InterruptedException {
        var answer = new Rest(PORT, user).send(method, "/apps/metavox/api/" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return new JsonObject(answer.body());
    }

    private static String file(int folder, int file) {
        return "groupfolders/" + folder + "/files/" + file;
    }

    private static JsonObject metadata(String... namesAndValues) {
        var values = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new JsonObject().put("metadata", values);
    }

    private static String changed(int folder, int file) {
        return "metavox_metadata_changed {\"fileId\":" + file + ",\"gfId\":" + folder + "}";
    }

    private static String changed(int folder, int file, String field, String value) {
        return "metavox_metadata_changed {\"fieldName\":\"" + field + "\",\"fileId\":" + file + ",\"gfId\":" + folder
                + ",\"value\":\"" + value + "\"}";
    }

    /** What was heard up to the change of a file that nothing else changes. */
    private static List<String> upToMarker(Client client, int folder) throws IOException, InterruptedException {
        post("alice", file(folder, 999) + "/metadata", metadata("marker", "x"));
        return client.until(changed(folder, 999, "marker", "x")::equals);
    }

    @Test
    void all_fields_of_a_save_are_announced_and_not_the_last_alone() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "viewer"));
        try (var bob = Client.of("bob")) {
            // When
            post("alice", file(folder, 1) + "/metadata", metadata("a", "1", "b", "2"));
            post("alice", file(folder, 1) + "/metadata", metadata("a", "3"));
            post("alice", file(folder, 1) + "/metadata", metadata("a", "3"));
            // Then
            assertThat(upToMarker(bob, folder))
                    .containsSubsequence(changed(folder, 1), changed(folder, 1, "a", "3"))
                    .hasSize(3);
        }
    }

    @Test
    void who_opens_a_folder_is_told_again_which_cells_are_locked() throws Exception {
        // Given
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "viewer"));
        var title = new JsonObject()
                .put("title", "Team " + folder)
                .put("members", new JsonObject().put("user:alice", "editor").put("user:bob", "viewer"));
        assertThat(new Rest(PORT, "admin")
                        .send("PUT", "/api/v1/spaces/metavox:" + folder, title)
                        .statusCode())
                .isEqualTo(200);
        var locked =
                "metavox_cell_locked {\"fieldName\":\"a\",\"fileId\":1,\"gfId\":" + folder + ",\"userId\":\"alice\"}";
        var unlocked = "metavox_cell_unlocked {\"fieldName\":\"a\",\"fileId\":1,\"gfId\":" + folder + "}";
        try (var bob = Client.of("bob")) {
            post("alice", file(folder, 1) + "/lock", new JsonObject().put("field_name", "a"));
            bob.until(locked::equals);
            // When
            var shown = call("bob", "GET", "init?dir=/Team%20" + folder + "/plans", new JsonObject());
            // Then
            assertThat(shown.getInteger("groupfolder_id")).isEqualTo(folder);
            bob.until(locked::equals);
            // When
            post("alice", file(folder, 1) + "/unlock", new JsonObject().put("field_name", "a"));
            // Then
            bob.until(unlocked::equals);
            call("bob", "GET", "init?dir=/Team%20" + folder, new JsonObject());
            assertThat(upToMarker(bob, folder)).noneMatch(locked::equals);
        }
    }

    @Test
    void every_file_of_a_request_is_announced_also_when_it_is_cleared_copied_or_emptied() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "viewer"));
        var ids = new JsonArray().add(1).add(2);
        var inFolder = new JsonObject().put("groupfolder_id", folder);
        try (var bob = Client.of("bob")) {
            // When
            post(
                    "alice",
                    "files/bulk-metadata",
                    metadata("a", "1").put("fileIds", ids).mergeIn(inFolder));
            // Then
            assertThat(upToMarker(bob, folder))
                    .contains(changed(folder, 1, "a", "1"), changed(folder, 2, "a", "1"))
                    .hasSize(3);
            // When
            var copy = new JsonObject().put("source_file_id", 1).put("target_file_ids", new JsonArray().add(3));
            assertThat(post("alice", "files/metadata/batch-copy", copy.mergeIn(inFolder))
                            .getInteger("successful"))
                    .isEqualTo(1);
            post(
                    "alice",
                    "files/clear-metadata",
                    new JsonObject().put("fileIds", ids).mergeIn(inFolder));
            var delete = new JsonObject()
                    .put("file_id", 3)
                    .put("groupfolder_id", folder)
                    .putNull("field_names");
            post("alice", "files/metadata/batch-delete", new JsonObject().put("deletes", new JsonArray().add(delete)));
            // Then
            bob.until(changed(folder, 3, "a", "")::equals);
        }
        try (var bob = Client.of("bob")) {
            assertThat(upToMarkerAgain(bob, folder)).hasSize(1);
        }
    }

    private static List<String> upToMarkerAgain(Client client, int folder) throws IOException, InterruptedException {
        post("alice", file(folder, 999) + "/metadata", metadata("marker", "y"));
        return client.until(changed(folder, 999, "marker", "y")::equals);
    }

    @Test
    void cleared_files_are_announced_to_who_has_not_asked_for_presence_or_has_left() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "viewer"));
        try (var bob = Client.of("bob")) {
            post("alice", file(folder, 1) + "/metadata", metadata("a", "1"));
            bob.until(changed(folder, 1, "a", "1")::equals);
            post("bob", "presence/leave", new JsonObject().put("gf_id", folder));
            // When
            var files = new JsonObject().put("fileIds", new JsonArray().add(1)).put("groupfolder_id", folder);
            post("alice", "files/clear-metadata", files);
            // Then
            bob.until(changed(folder, 1, "a", "")::equals);
        }
    }

    @Test
    void user_whose_name_is_a_number_locks_and_hears_his_name_as_a_text() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("4720", "editor", "bob", "editor"));
        var title = new JsonObject().put("field_name", "title");
        try (var bob = Client.of("bob");
                var himself = Client.of("4720")) {
            // When
            post("4720", file(folder, 1) + "/lock", title);
            // Then
            var locked = "metavox_cell_locked {\"fieldName\":\"title\",\"fileId\":1,\"gfId\":" + folder
                    + ",\"userId\":\"4720\"}";
            bob.until(locked::equals);
            himself.until(locked::equals);
            assertThat(new Rest(PORT, "bob")
                            .send("POST", "/apps/metavox/api/" + file(folder, 1) + "/lock", title)
                            .body())
                    .isEqualTo("{\"locked\":true,\"lockedBy\":\"4720\"}");
            // When
            post("4720", file(folder, 1) + "/metadata", metadata("title", "x").put("unlock", true));
            // Then
            bob.until(("metavox_cell_unlocked {\"fieldName\":\"title\",\"fileId\":1,\"gfId\":" + folder + "}")::equals);
        }
    }

    @Test
    void views_and_the_metadata_of_folders_are_announced_to_nobody() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "manager", "bob", "viewer", "admin", "viewer"));
        try (var bob = Client.of("bob");
                var admin = Client.of("admin")) {
            // When
            post("alice", "groupfolders/" + folder + "/views", new JsonObject().put("name", "All"));
            post("alice", "groupfolders/" + folder + "/metadata", metadata("client", "ACME"));
            // Then
            assertThat(upToMarker(bob, folder)).hasSize(1);
            assertThat(admin.until(changed(folder, 999, "marker", "x")::equals))
                    .noneMatch(text -> text.contains("settings"));
        }
    }

    @Test
    void stranger_hears_nothing() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor"));
        var open = NotifyPushWireIT.folder(Map.of("alice", "editor", "carol", "viewer"));
        try (var carol = Client.of("carol")) {
            // When
            post("alice", file(folder, 1) + "/metadata", metadata("a", "secret"));
            post("alice", file(folder, 1) + "/lock", new JsonObject().put("field_name", "a"));
            post("alice", file(folder, 1) + "/unlock", new JsonObject().put("field_name", "a"));
            // Then
            assertThat(upToMarker(carol, open)).noneMatch(text -> text.contains(":" + folder));
        }
    }

    @Test
    void page_may_keep_what_it_asks_at_its_start_for_a_moment_and_nothing_else() throws Exception {
        assertThat(caching("init?dir=/Project%20files")).isEqualTo("private, max-age=30");
        assertThat(caching("groupfolders")).isEqualTo("no-store");
    }

    private static String caching(String path) throws IOException, InterruptedException {
        return new Rest(PORT, "alice")
                .send("GET", "/apps/metavox/api/" + path, new JsonObject())
                .headers()
                .firstValue("Cache-Control")
                .orElse("");
    }

    @Test
    void questions_about_too_many_files_are_refused() throws Exception {
        assertThat(ofFiles("groupfolders/103/directory-metadata", 200).statusCode())
                .isEqualTo(200);
        assertThat(ofFiles("groupfolders/103/directory-metadata", 201).body())
                .isEqualTo("{\"error\":\"Maximum 200 file IDs allowed\"}");
        assertThat(ofFiles("files/metadata/bulk", 101).body())
                .isEqualTo("{\"error\":\"Maximum 100 file IDs allowed\"}");
        var many = new JsonArray(IntStream.rangeClosed(1, 1_001).boxed().toList());
        var answer = new Rest(PORT, "alice")
                .send(
                        "POST",
                        "/apps/metavox/api/files/bulk-metadata",
                        metadata("a", "1").put("fileIds", many));
        assertThat(answer.body()).isEqualTo("{\"error\":\"at most 1000 files at a time\"}");
    }

    private static HttpResponse<String> ofFiles(String path, int count) throws IOException, InterruptedException {
        var ids = IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
        return new Rest(PORT, "alice")
                .send("GET", "/apps/metavox/api/" + path + "?file_ids=" + String.join(",", ids), new JsonObject());
    }

    @Test
    void views_that_are_made_at_once_are_all_kept() throws Exception {
        var folder = NotifyPushWireIT.folder(Map.of("alice", "manager"));
        assertThat(call("alice", "GET", "groupfolders/" + folder + "/views", new JsonObject())
                        .getBoolean("can_manage"))
                .isTrue();
        // When
        var made = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 8; i++) {
            made.add(new Rest(PORT, "alice")
                    .sendAsync(
                            "POST",
                            "/apps/metavox/api/groupfolders/" + folder + "/views",
                            new JsonObject().put("name", "View " + i)));
        }
        for (var answer : made) {
            assertThat(answer.get(10, SECONDS).statusCode())
                    .as(answer.get(10, SECONDS).body())
                    .isEqualTo(201);
        }
        // Then
        var views = call("alice", "GET", "groupfolders/" + folder + "/views", new JsonObject())
                .getJsonArray("views");
        assertThat(views.stream().map(view -> ((JsonObject) view).getInteger("id")))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }
}
