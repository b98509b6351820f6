package io.lockstep.deploy;

import static io.lockstep.deploy.NotesCalls.METADATA;
import static io.lockstep.deploy.NotesCalls.ORIGIN;
import static io.lockstep.deploy.NotesCalls.STACK;
import static io.lockstep.deploy.NotesCalls.full;
import static io.lockstep.deploy.NotesCalls.header;
import static io.lockstep.deploy.NotesCalls.lastModified;
import static io.lockstep.deploy.NotesCalls.notes;
import static io.lockstep.deploy.NotesCalls.pruned;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The Notes interface on the real stack: what the original's own tests ask for, and what they do not. */
class NotesWireIT {
    private static final JsonObject NONE = new JsonObject();

    private static String path(JsonObject note) {
        return "v1/notes/" + note.getLong("id");
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private static String quoted(JsonObject note) {
        return '"' + note.getString("etag") + '"';
    }

    /** As a service on the bus writes it. */
    private static void writeNatively(NotesCalls user, String id, JsonObject fields, @Nullable Boolean readonly)
            throws Exception {
        METADATA.write(new WriteDocument(
                        Actor.SYSTEM, user.space(), id, WriteMode.UPSERT, fields, null, null, null, null, readonly))
                .await(10, SECONDS);
    }

    // Notes

    @Test
    void note_is_created_read_changed_and_deleted() throws Exception {
        // Given
        var user = NotesCalls.newUser();

        // When
        var created = user.done(
                "POST",
                "v1/notes",
                new JsonObject()
                        .put("title", "First/test")
                        .put("category", "Test/../New Category")
                        .put("content", "one")
                        .put("modified", 4_711)
                        .put("favorite", true));

        // Then
        assertThat(created.getString("title")).isEqualTo("Firsttest");
        assertThat(created.getString("category")).isEqualTo("Test/New Category");
        assertThat(created.getLong("modified")).isEqualTo(4_711);
        assertThat(created.getBoolean("favorite")).isTrue();
        assertThat(created.getLong("id")).isBetween(1_000L, (long) Integer.MAX_VALUE);
        assertThat(created.getString("internalPath")).isEqualTo("/Notes/Test/New Category/Firsttest.md");
        assertThat(user.get(created.getLong("id"))).isEqualTo(created);

        // When
        var changed = user.done("PUT", path(created), new JsonObject().put("content", "two"));
        var back = user.done(
                "PUT", path(created), new JsonObject().put("content", "one").put("modified", 4_711));

        // Then
        assertThat(changed.getLong("modified")).isGreaterThan(4_711);
        assertThat(changed.getString("etag")).isNotEqualTo(created.getString("etag"));
        assertThat(back).as("the same state has the same etag").isEqualTo(created);

        // When
        var deleted = user.send("DELETE", path(created), "");

        // Then
        assertThat(deleted.statusCode() + " " + deleted.body()).isEqualTo("200 []");
        assertThat(user.send("GET", path(created), "").statusCode()).isEqualTo(404);
        assertThat(user.send("DELETE", path(created), "").statusCode()).isEqualTo(404);
        assertThat(user.send("PUT", path(created), "{\"content\":\"x\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void every_attribute_moves_the_etag() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("Title", "text");
        var seen = new HashSet<String>(List.of(note.getString("etag")));

        // When
        for (var change : List.of(
                new JsonObject().put("title", "Other"),
                new JsonObject().put("content", "other").put("modified", note.getLong("modified")),
                new JsonObject().put("category", "other"),
                new JsonObject().put("favorite", true),
                new JsonObject().put("modified", 5))) {
            seen.add(user.done("PUT", path(note), change).getString("etag"));
        }
        writeNatively(user, note.getLong("id").toString(), NONE, true);
        seen.add(user.get(note.getLong("id")).getString("etag"));

        // Then
        assertThat(seen).hasSize(7);
    }

    @Test
    void write_on_another_state_is_refused_with_the_note_as_it_is() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("Title", "mine");
        var theirs = user.done("PUT", path(note), new JsonObject().put("content", "theirs"));

        // When
        var refused = user.send("PUT", path(note), "{\"content\":\"lost\"}", "If-Match", quoted(note));
        var stale = user.send("PUT", path(note), "{\"content\":\"x\"}", "If-Match", "\"\"");
        var weak = user.send("PUT", path(note), "{\"content\":\"ok\"}", "If-Match", "\"x\", W/" + quoted(theirs));

        // Then
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(json(refused)).isEqualTo(theirs);
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(weak.statusCode()).isEqualTo(200);
    }

    @Test
    void one_of_many_writes_with_the_same_condition_succeeds() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("Title", "0");

        // When
        var writes = IntStream.rangeClosed(1, 8)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return user.send("PUT", path(note), "{\"content\":\"" + n + "\"}", "If-Match", quoted(note))
                                .statusCode();
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                }))
                .toList();

        // Then
        assertThat(writes.stream().map(CompletableFuture::join))
                .containsOnlyOnce(200)
                .containsOnly(200, 412);
    }

    @Test
    void readonly_note_takes_nothing_but_favorites() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("Title", "text");
        writeNatively(user, note.getLong("id").toString(), NONE, true);

        // When
        var same =
                user.send("PUT", path(note), note.copy().put("favorite", true).encode());

        // Then
        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(json(same).getBoolean("favorite")).isTrue();
        assertThat(json(same).getBoolean("readonly")).isTrue();
        for (var change :
                List.of("{\"content\":\"x\"}", "{\"title\":\"x\"}", "{\"category\":\"x\"}", "{\"modified\":9}")) {
            assertThat(user.send("PUT", path(note), change).statusCode())
                    .as(change)
                    .isEqualTo(403);
        }
        assertThat(user.send("DELETE", path(note), "").statusCode()).isEqualTo(403);
    }

    @Test
    void titles_of_a_category_are_different() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var first = user.create("Plan", "a");

        // When
        var second = user.create("Plan", "b");
        var third = user.done(
                "POST", "v1/notes", new JsonObject().put("title", "Plan").put("category", "c"));
        var moved = user.done("PUT", path(third), new JsonObject().put("category", ""));
        var again = user.done("PUT", path(second), new JsonObject().put("title", "Plan"));

        // Then
        assertThat(List.of(first, second, third, moved, again))
                .extracting(note -> note.getString("title"))
                .containsExactly("Plan", "Plan (2)", "Plan", "Plan (3)", "Plan (2)");
    }

    @Test
    void titles_are_different_when_many_notes_are_created_or_renamed_at_once() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        user.create("First", "text");

        // When
        var created =
                IntStream.range(0, 20).mapToObj(n -> atOnce(() -> user.create("Plan", "text " + n))).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();
        var renamed = created.stream()
                .map(note -> atOnce(() -> user.done("PUT", path(note), new JsonObject().put("title", "Other"))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // Then
        assertThat(created)
                .extracting(note -> note.getString("title"))
                .doesNotHaveDuplicates()
                .contains("Plan");
        assertThat(renamed)
                .extracting(note -> note.getString("title"))
                .doesNotHaveDuplicates()
                .contains("Other");
        assertThat(notes(user.list("?category=")))
                .as("what was answered is what is there")
                .hasSize(21)
                .containsAll(renamed);
    }

    @FunctionalInterface
    private interface Call {
        JsonObject make() throws Exception;
    }

    private static CompletableFuture<JsonObject> atOnce(Call call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.make();
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                task -> new Thread(task).start());
    }

    @Test
    void version_0_2_takes_titles_from_the_content() throws Exception {
        // Given
        var user = NotesCalls.newUser();

        // When
        var note = user.done("POST", "v0.2/notes", new JsonObject().put("content", "# Heading\ntext"));
        var changed = user.done(
                "PUT",
                "v0.2/notes/" + note.getLong("id"),
                new JsonObject().put("content", "- item").put("title", "no"));

        // Then
        assertThat(note.getString("title")).isEqualTo("Heading");
        assertThat(changed.getString("title")).isEqualTo("item");
        assertThat(user.send("GET", "v0.2/notes?exclude=content", "").body())
                .contains("item")
                .doesNotContain("- item");
    }

    @Test
    void bodies_may_be_forms_and_carry_what_is_none_of_theirs() throws Exception {
        // Given
        var user = NotesCalls.newUser();

        // When
        var created = json(user.send(
                "POST",
                "v1/notes",
                "title=Caf%C3%A9&content=a%26b&favorite=1&modified=77&id=5&etag=x",
                "Content-Type",
                "application/x-www-form-urlencoded"));
        var changed = json(user.send(
                "PUT",
                path(created),
                "favorite=0&id=5&readonly=1",
                "Content-Type",
                "application/x-www-form-urlencoded"));
        var flagged = user.done(
                "PUT", path(created), new JsonObject().put("favorite", "false").put("id", 5));

        // Then
        assertThat(created.getString("title")).isEqualTo("Café");
        assertThat(created.getString("content")).isEqualTo("a&b");
        assertThat(created.getBoolean("favorite")).isTrue();
        assertThat(created.getLong("modified")).isEqualTo(77);
        assertThat(created.getLong("id")).isNotEqualTo(5);
        assertThat(changed.getBoolean("favorite")).isFalse();
        assertThat(flagged.getLong("id")).isEqualTo(created.getLong("id"));
        assertThat(flagged.getBoolean("readonly")).isFalse();
    }

    // Lists

    @Test
    void list_reaches_304_and_ends_with_the_next_change() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("Title", "text");

        // When
        var list = user.list("");
        var known = header(list, "ETag");

        // Then
        assertThat(known).matches("\"[0-9a-f]{32}\"");
        assertThat(list.headers().firstValue("X-Notes-API-Versions")).contains("0.2, 1.3, 1.4");
        assertThat(header(list, "Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(header(list, "Cache-Control")).isEqualTo("no-cache, no-store, must-revalidate");
        var same = user.list("", "If-None-Match", "W/" + known);
        assertThat(same.statusCode() + same.body()).isEqualTo("304");
        assertThat(header(same, "ETag")).isEqualTo(known);
        for (var other : List.of("?exclude=content", "?category=", "?pruneBefore=1", "?chunkSize=1")) {
            assertThat(user.list(other, "If-None-Match", known).statusCode())
                    .as(other)
                    .isEqualTo(200);
        }
        assertThat(user.list("", "If-Modified-Since", header(list, "Last-Modified"))
                        .statusCode())
                .isEqualTo(200);

        // When
        user.done("PUT", path(note), new JsonObject().put("favorite", true));

        // Then
        assertThat(user.list("", "If-None-Match", known).statusCode()).isEqualTo(200);
    }

    @Test
    void unchanged_notes_are_pruned_and_a_change_with_an_old_modified_is_not() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var first = user.create("A", "a");
        var second = user.create("B", "b");
        var time = settled(user);

        // When
        var pruned = user.list("?pruneBefore=" + time);
        user.done("PUT", path(first), new JsonObject().put("content", "c").put("modified", 1));
        var changed = user.list("?pruneBefore=" + time);

        // Then
        assertThat(full(pruned)).isEmpty();
        assertThat(pruned(pruned)).containsExactlyInAnyOrder(first.getLong("id"), second.getLong("id"));
        assertThat(full(changed)).containsExactly(first.getLong("id"));
        assertThat(pruned(changed)).containsExactly(second.getLong("id"));
        assertThat(full(user.list("?pruneBefore=1"))).hasSize(2);
        for (var future : List.of("2147483647", "9223372036854775807")) {
            assertThat(full(user.list("?pruneBefore=" + future))).isEmpty();
        }
    }

    /** Lists until the second of the last change is over: from then on nothing of it is sent again. */
    private static long settled(NotesCalls user) throws Exception {
        var time = lastModified(user.list(""));
        while (!full(user.list("?pruneBefore=" + time)).isEmpty()) {
            time = lastModified(user.list(""));
        }
        return time;
    }

    @Test
    void list_is_filtered_by_category_and_attributes() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        user.create("A", "secret");
        var inside =
                user.done("POST", "v1/notes", new JsonObject().put("title", "B").put("category", "c"));

        // When
        var category = user.list("?category=c");
        var none = user.list("?category=");
        var bare = notes(user.list("?exclude=id,title,modified,category,favorite,readonly,content,etag"));

        // Then
        assertThat(notes(category)).containsExactly(inside);
        assertThat(notes(none)).extracting(note -> note.getString("title")).containsExactly("A");
        assertThat(bare.get(0).fieldNames())
                .containsExactlyInAnyOrder("internalPath", "shareTypes", "isShared", "error", "errorType", "etag");
        assertThat(pruned(user.list("?category=c&pruneBefore=9223372036854775807")))
                .containsExactly(inside.getLong("id"));
    }

    @Test
    void parameters_of_a_list_may_be_in_the_body() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        user.create("A", "text");

        // When
        var list = user.send("GET", "v1/notes", "{\"exclude\":\"content\",\"pruneBefore\":0}");

        // Then
        assertThat(notes(list).get(0).containsKey("content")).isFalse();
    }

    @Test
    void chunks_give_the_time_of_the_first_and_the_last_names_all() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        for (int n = 0; n < 5; n++) {
            user.create("N" + n, "text");
        }

        // When
        var first = user.list("?chunkSize=2");
        var moved = full(first).get(0);
        user.done("PUT", "v1/notes/" + moved, new JsonObject().put("content", "moved"));
        user.done("DELETE", "v1/notes/" + full(first).get(1), NONE);
        var second = user.list("?chunkSize=2&chunkCursor=" + header(first, "X-Notes-Chunk-Cursor"));
        var third = user.list("?chunkSize=2&chunkCursor=" + header(second, "X-Notes-Chunk-Cursor"));

        // Then
        assertThat(header(first, "X-Notes-Chunk-Cursor")).matches("[0-9]+-[0-9]+-[0-9]+");
        assertThat(header(first, "X-Notes-Chunk-Pending")).isEqualTo("3");
        assertThat(pruned(first)).isEmpty();
        assertThat(header(second, "X-Notes-Chunk-Pending")).isEqualTo("2");
        assertThat(full(third)).hasSize(2).endsWith(moved);
        assertThat(third.headers().firstValue("X-Notes-Chunk-Cursor")).isEmpty();
        assertThat(pruned(third)).containsExactlyInAnyOrderElementsOf(full(second));
        assertThat(List.of(second, third)).extracting(NotesCalls::lastModified).containsOnly(lastModified(first));
        assertThat(full(user.list("?chunkSize=9&chunkCursor=nonsense"))).hasSize(4);
    }

    @Test
    void single_note_is_304_while_it_is_known() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("A", "text");

        // When
        var first = user.send("GET", path(note), "");
        var known = user.send("GET", path(note), "", "If-None-Match", header(first, "ETag"));

        // Then
        assertThat(header(first, "ETag")).isEqualTo(quoted(note));
        assertThat(known.statusCode() + known.body()).isEqualTo("304");
        assertThat(header(known, "ETag")).isEqualTo(quoted(note));
    }

    // Both wires

    @Test
    void native_edit_is_in_the_next_list_and_a_note_arrives_live() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("A", "text");
        var time = settled(user);
        try (var socket = Socket.bridge(STACK.httpPort(), user.user())) {
            socket.register("space/" + user.space());

            // When
            user.done("PUT", path(note), new JsonObject().put("content", "seen"));
            var event = socket.until(text -> text.contains("\"changed\""));
            writeNatively(user, note.getLong("id").toString(), new JsonObject().put("content", "native"), null);
            writeNatively(user, "5", new JsonObject().put("content", "bare"), null);
            writeNatively(user, "no-note", new JsonObject().put("content", "x"), null);

            // Then
            assertThat(event.get(event.size() - 1)).contains("seen");
            assertThat(notes(user.list("?pruneBefore=" + time)))
                    .extracting(changed -> changed.getString("content"))
                    .containsExactlyInAnyOrder("native", "bare");
            assertThat(user.get(5).getString("title")).isEqualTo("New note");
        }
    }

    @Test
    void lock_of_somebody_else_is_423() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("A", "text");
        METADATA.putMembers(new PutMembers(Actor.SYSTEM, user.space(), Map.of("user:bob", Role.EDITOR), null))
                .await(10, SECONDS);
        RestCalls.done("bob", "PUT", "/spaces/" + user.space() + "/documents/" + note.getLong("id") + "/locks/*", "{}");

        // When
        var write = user.send("PUT", path(note), "{\"content\":\"x\"}");
        var deletion = user.send("DELETE", path(note), "");

        // Then
        assertThat(List.of(write, deletion))
                .extracting(answer -> answer.statusCode() + " " + answer.body())
                .containsOnly("423 {\"errorType\":\"Exception\"}");
    }

    // Everything else

    @Test
    void settings_are_kept_as_they_may_be() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var defaults = user.done("GET", "v1.4/settings", NONE);

        // When
        var changed = user.done(
                "PUT",
                "v1/settings",
                new JsonObject().put("notesPath", "../../Test/./../X").put("fileSuffix", "illegal value"));
        var note = user.create("A", "");
        var reset = user.done("PUT", "v1/settings", new JsonObject().putNull("notesPath"));

        // Then
        assertThat(defaults)
                .isEqualTo(new JsonObject()
                        .put("notesPath", "Notes")
                        .put("fileSuffix", ".md")
                        .put("noteMode", "rich"));
        assertThat(changed.getString("notesPath") + changed.getString("fileSuffix"))
                .isEqualTo("X.illegalvalue");
        assertThat(note.getString("internalPath")).isEqualTo("/X/A.illegalvalue");
        assertThat(reset.getString("notesPath")).isEqualTo("Notes");
        assertThat(notes(user.list(""))).as("settings are no note").isEmpty();
    }

    // Folders

    @Test
    void notes_of_another_path_are_hidden_and_come_back_as_they_were() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var plan = user.create("Plan", "a");
        var other = user.create("Other", "b");

        // When
        user.openFolder("Private");

        // Then
        assertThat(notes(user.list(""))).isEmpty();
        assertThat(user.send("GET", path(plan), "").statusCode()).isEqualTo(404);
        assertThat(user.send("PUT", path(plan), "{\"favorite\":true}").statusCode())
                .isEqualTo(404);
        assertThat(user.send("DELETE", path(plan), "").statusCode()).isEqualTo(404);
        assertThat(user.send("GET", "v1.4/attachment/" + plan.getLong("id") + "?path=x", "")
                        .statusCode())
                .isEqualTo(404);

        // When
        var there = user.done("POST", "v1/notes", new JsonObject().put("title", "Plan"));
        var moved = user.done("PUT", path(there), new JsonObject().put("category", "c"));

        // Then
        assertThat(there.getString("title")).as("as nobody sees the other one").isEqualTo("Plan");
        assertThat(moved.getString("internalPath")).isEqualTo("/Private/c/Plan.md");
        assertThat(notes(user.list(""))).containsExactly(moved);
        assertThat(notes(user.list("?category=c"))).containsExactly(moved);
        assertThat(notes(user.list("?category="))).isEmpty();

        // When
        user.openFolder("");
        var root = user.create("Plan", "r");

        // Then
        assertThat(root.getString("internalPath")).isEqualTo("/Plan.md");
        assertThat(notes(user.list(""))).containsExactly(root);

        // When
        user.done("PUT", "v1/settings", new JsonObject().putNull("notesPath"));

        // Then
        assertThat(notes(user.list(""))).containsExactlyInAnyOrder(plan, other);
        assertThat(user.get(plan.getLong("id"))).isEqualTo(plan);
        assertThat(user.send("GET", path(moved), "").statusCode()).isEqualTo(404);
    }

    @Test
    void who_has_seen_another_path_gets_everything_in_full_once() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("A", "a");
        var time = settled(user);
        var query = "?pruneBefore=" + time;
        var known = header(user.list(query), "ETag");
        assertThat(user.list(query, "If-None-Match", known).statusCode()).isEqualTo(304);

        // When
        user.openFolder("Private");
        var changed = user.list(query, "If-None-Match", known);

        // Then
        assertThat(changed.statusCode() + " " + changed.body()).isEqualTo("200 []");
        assertThat(header(changed, "ETag")).isNotEqualTo(known);
        assertThat(user.list(query, "If-None-Match", header(changed, "ETag")).statusCode())
                .isEqualTo(304);

        // When
        user.openFolder("Notes");
        var away = user.list("?pruneBefore=" + lastModified(changed), "If-None-Match", header(changed, "ETag"));
        var back = user.list(query, "If-None-Match", known);

        // Then
        assertThat(notes(away)).as("this client has dropped it").containsExactly(note);
        assertThat(notes(back)).as("this client may have").containsExactly(note);
        assertThat(pruned(user.list("?pruneBefore=" + settled(user)))).containsExactly(note.getLong("id"));
    }

    @Test
    void settings_that_leave_the_path_alone_hide_and_send_nothing() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("A", "a");
        var time = settled(user);

        // When
        user.done(
                "PUT",
                "v1/settings",
                new JsonObject().put("notesPath", "/Notes/").put("noteMode", "edit"));

        // Then
        assertThat(pruned(user.list("?pruneBefore=" + time))).containsExactly(note.getLong("id"));
    }

    @Test
    void chunks_begin_again_when_the_path_changes_between_them() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        user.openFolder("Private");
        var inside = new HashSet<Long>();
        for (int n = 0; n < 3; n++) {
            inside.add(user.create("P" + n, "text").getLong("id"));
        }
        user.openFolder("Notes");
        for (int n = 0; n < 5; n++) {
            user.create("N" + n, "text");
        }

        // When
        var stale = user.list("?chunkSize=2");
        user.openFolder("Private");
        var first = user.list("?chunkSize=2&chunkCursor=" + header(stale, "X-Notes-Chunk-Cursor"));
        var second = user.list("?chunkSize=2&chunkCursor=" + header(first, "X-Notes-Chunk-Cursor"));

        // Then
        assertThat(full(first)).hasSize(2).isSubsetOf(inside);
        assertThat(header(first, "X-Notes-Chunk-Pending")).isEqualTo("1");
        assertThat(full(second)).hasSize(1).isSubsetOf(inside).doesNotContainAnyElementsOf(full(first));
        assertThat(pruned(second)).containsExactlyInAnyOrderElementsOf(full(first));
        assertThat(second.headers().firstValue("X-Notes-Chunk-Cursor")).isEmpty();
        assertThat(lastModified(second)).isEqualTo(lastModified(first));
    }

    @Test
    void server_says_what_it_can() throws Exception {
        // Given
        var user = NotesCalls.newUser();

        // When
        var capabilities = user.send("GET", URI.create(ORIGIN + "/ocs/v2.php/cloud/capabilities?format=json"), "");
        var ocs = json(capabilities).getJsonObject("ocs");
        var notes = ocs.getJsonObject("data").getJsonObject("capabilities").getJsonObject("notes");
        var options =
                NotesCalls.anonymous("OPTIONS", URI.create(NotesCalls.API + "v1/notes"), "Origin", "https://a.example");

        // Then
        assertThat(ocs.getJsonObject("meta").getInteger("statuscode")).isEqualTo(200);
        assertThat(notes.getJsonArray("api_version")).containsExactly("0.2", "1.3", "1.4");
        assertThat(notes.getString("notes_path")).isEqualTo("Notes");
        assertThat(header(options, "Access-Control-Allow-Origin")).isEqualTo("https://a.example");
        assertThat(NotesCalls.anonymous("GET", URI.create(ORIGIN + "/status.php"))
                        .body())
                .contains("\"installed\":true");
    }

    @Test
    void every_path_answers_a_preflight_without_signing_in() throws Exception {
        for (var path : List.of("v1/notes", "v1/notes/5", "v0.2/notes", "v1/settings", "v1.4/attachment/5", "v7/any")) {
            // When
            var foreign = NotesCalls.anonymous(
                    "OPTIONS",
                    URI.create(NotesCalls.API + path),
                    "Origin",
                    "https://a.example",
                    "Access-Control-Request-Method",
                    "PUT");
            var plain = NotesCalls.anonymous("OPTIONS", URI.create(ORIGIN + "/apps/notes/api/" + path));

            // Then
            assertThat(List.of(foreign, plain)).as(path).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo("PUT, POST, GET, DELETE, PATCH");
                assertThat(header(answer, "Access-Control-Allow-Headers"))
                        .isEqualTo("Authorization, Content-Type, Accept");
                assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("1728000");
                assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("false");
            });
            assertThat(header(foreign, "Access-Control-Allow-Origin")).isEqualTo("https://a.example");
            assertThat(header(plain, "Access-Control-Allow-Origin")).isEqualTo("*");
        }
    }

    @Test
    void what_is_not_known_is_refused_as_by_the_original() throws Exception {
        // Given
        var user = NotesCalls.newUser();

        // When
        var version = user.send("GET", "v7/notes", "");
        var resource = user.send("GET", "v1/notes/abc", "");
        var anonymous = NotesCalls.anonymous("GET", URI.create(NotesCalls.API + "v1/notes"));
        var wrong = NotesCalls.anonymous(
                "GET",
                URI.create(NotesCalls.API + "v1/notes"),
                "Authorization",
                "Basic " + RestCalls.base64("alice:no"));
        var absent = user.send("GET", "v1/notes/1", "");
        var gone = user.send("GET", "v1/notes?pruneBefore=5", "", "If-None-Match", "\"" + "0".repeat(32) + "\"");

        // Then
        assertThat(List.of(version, resource)).allSatisfy(answer -> {
            assertThat(answer.statusCode() + " " + answer.body()).isEqualTo("400 []");
            assertThat(header(answer, "X-Notes-API-Versions")).isEqualTo("0.2, 1.3, 1.4");
        });
        assertThat(List.of(anonymous, wrong)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(json(answer).getString("message")).isNotEmpty();
            assertThat(header(answer, "X-Notes-API-Versions")).isEmpty();
            assertThat(header(answer, "WWW-Authenticate")).isEmpty();
        });
        assertThat(absent.statusCode() + " " + absent.body()).isEqualTo("404 {\"errorType\":\"Exception\"}");
        assertThat(gone.statusCode()).as("never an empty list by accident").isEqualTo(503);
        assertThat(user.send("GET", URI.create(ORIGIN + "/apps/notes/api/v1/notes"), "")
                        .body())
                .isEqualTo("[]");
    }
}
