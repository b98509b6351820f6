package io.lockstep.deploy;

import static io.lockstep.deploy.NotesCalls.METADATA;
import static io.lockstep.deploy.NotesCalls.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Attachment;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.PutAttachment;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.ReadAttachment;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attachments of notes on the real stack, and the operations on the bus that keep them. */
class NotesAttachmentIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String ABSENT = "404 {\"errorType\":\"Exception\"}";

    private static String uri(JsonObject note) {
        return NotesCalls.API + "v1.4/attachment/" + note.getLong("id");
    }

    private static HttpResponse<byte[]> put(NotesCalls user, String uri, String field, String name, byte[] content)
            throws Exception {
        var body = new ByteArrayOutputStream();
        body.writeBytes(("--x-y\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/html\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--x-y--\r\n".getBytes(UTF_8));
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .header("Content-Type", "multipart/form-data; boundary=x-y")
                        .header("Authorization", "Basic " + RestCalls.base64(user.user() + ":" + user.user()))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String attach(NotesCalls user, JsonObject note, String name, byte[] content) throws Exception {
        var answer = put(user, uri(note), "file", name, content);
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return new JsonObject(text(answer)).getString("filename");
    }

    private static HttpResponse<byte[]> get(NotesCalls user, JsonObject note, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(uri(note) + "?path=" + URLEncoder.encode(path, UTF_8)))
                        .header("Authorization", "Basic " + RestCalls.base64(user.user() + ":" + user.user()))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String summary(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + text(answer);
    }

    private static long used(NotesCalls user) throws Exception {
        return METADATA.space(new GetSpace(Actor.SYSTEM, user.space()))
                .map(space -> String.valueOf(space.usedBytes()))
                .map(Long::parseLong)
                .await(10, SECONDS);
    }

    private static void bound(NotesCalls user, long quotaBytes) throws Exception {
        METADATA.putAccount(new PutAccount(Actor.SYSTEM, user.user(), user.user(), null, null, quotaBytes, null))
                .await(10, SECONDS);
    }

    private static FailureCode refusal(Future<Attachment> call) throws Exception {
        return call.map(FailureCode.INTERNAL)
                .otherwise(failure -> ((ServiceException) failure).code())
                .await(10, SECONDS);
    }

    @Test
    void attachment_comes_back_as_it_was_put() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note =
                user.done("POST", "v1/notes", new JsonObject().put("title", "T").put("category", "a/b"));
        var content = new byte[3_000_000];
        new Random(1).nextBytes(content);

        // When
        var name = attach(user, note, "holiday.2026.PNG", content);
        var got = get(user, note, name);
        var page = get(user, note, attach(user, note, "page.html", "<script>".getBytes(UTF_8)));

        // Then
        assertThat(name).matches("[0-9a-f]{32}\\.PNG");
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(content);
        assertThat(header(got, "Content-Type")).isEqualTo("image/png");
        assertThat(header(got, "Content-Disposition")).isEqualTo("attachment; filename=\"" + name + "\"");
        assertThat(header(got, "Vary")).isEqualTo("Authorization, Cookie");
        assertThat(header(got, "Cache-Control")).isEqualTo("private, max-age=3600");
        assertThat(header(got, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(got, "X-Notes-API-Versions")).isEmpty();
        assertThat(header(page, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(user.get(note.getLong("id"))).as("the note is as it was").isEqualTo(note);
    }

    @Test
    void path_begins_in_the_category_of_the_note_and_names_are_found_after_a_move() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note =
                user.done("POST", "v1/notes", new JsonObject().put("title", "T").put("category", "a/b"));
        var other =
                user.done("POST", "v1/notes", new JsonObject().put("title", "U").put("category", "c"));
        var name = attach(user, note, "x.txt", "one".getBytes(UTF_8));

        // When
        var fromOther = List.of("../a/b/" + name, "..\\a\\b\\" + name, "./../../../a//b/" + name);
        var absent = List.of(name, "../" + name, "a/b/" + name, "../a/b/none.txt", "", "..");

        // Then
        for (var path : fromOther) {
            assertThat(summary(get(user, other, path))).as(path).isEqualTo("200 one");
        }
        for (var path : absent) {
            assertThat(summary(get(user, other, path))).as(path).isEqualTo(ABSENT);
        }

        // When
        user.done("PUT", "v1/notes/" + note.getLong("id"), new JsonObject().put("category", "elsewhere"));

        // Then
        assertThat(summary(get(user, note, name))).isEqualTo("200 one");
        assertThat(summary(get(user, note, "../a/b/" + name))).isEqualTo("200 one");
    }

    @Test
    void attachments_are_the_users_own_and_go_with_their_note() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var stranger = NotesCalls.newUser();
        var note = user.create("T", "text");
        var before = used(user);
        var name = attach(user, note, "x.txt", new byte[1_000]);

        // When
        var foreign = get(stranger, note, name);
        var foreignPut = put(stranger, uri(note), "file", "x.txt", new byte[10]);
        var anonymous = HTTP.send(HttpRequest.newBuilder(URI.create(uri(note))).build(), BodyHandlers.ofByteArray());

        // Then
        assertThat(List.of(foreign, foreignPut))
                .extracting(NotesAttachmentIT::summary)
                .containsOnly(ABSENT);
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(used(user)).isEqualTo(before + 1_000);

        // When
        user.done("DELETE", "v1/notes/" + note.getLong("id"), new JsonObject());

        // Then
        assertThat(used(user)).isZero();
        assertThat(refusal(METADATA.attachment(new ReadAttachment(
                        Actor.SYSTEM, user.space(), note.getLong("id").toString(), name))))
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void what_is_no_file_or_too_large_is_refused_and_nothing_is_kept() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("T", "text");
        var before = used(user);

        // When
        var tooLarge = put(user, uri(note), "file", "x.png", new byte[PutAttachment.MAX_BYTES + 1]);
        var otherField = put(user, uri(note), "files", "x.png", new byte[10]);
        var noForm = user.send("POST", URI.create(uri(note)), "{}");
        var noNote = put(user, NotesCalls.API + "v1.4/attachment/7", "file", "x.png", new byte[10]);
        var noNumber = put(user, NotesCalls.API + "v1.4/attachment/abc", "file", "x.png", new byte[10]);
        var largest = attach(user, note, "x", new byte[PutAttachment.MAX_BYTES]);

        // Then
        assertThat(summary(tooLarge)).isEqualTo("413 {\"errorType\":\"Exception\"}");
        assertThat(List.of(otherField.statusCode(), noForm.statusCode())).containsOnly(400);
        assertThat(List.of(noNote, noNumber))
                .extracting(NotesAttachmentIT::summary)
                .containsOnly(ABSENT);
        assertThat(largest).endsWith(".x");
        assertThat(used(user)).isEqualTo(before + PutAttachment.MAX_BYTES);
        assertThat(user.send("POST", "v1/notes", "{\"content\":\"" + "x".repeat(300_000) + "\"}")
                        .statusCode())
                .as("other bodies are as small as before")
                .isEqualTo(413);
    }

    @Test
    void attachments_count_for_the_quota() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("T", "text");
        bound(user, 5_000);
        attach(user, note, "x.png", new byte[4_000]);

        // When
        var second = put(user, uri(note), "file", "y.png", new byte[4_000]);
        var text = user.send("POST", "v1/notes", "{\"content\":\"" + "x".repeat(2_000) + "\"}");

        // Then
        assertThat(summary(second)).isEqualTo("507 {\"errorType\":\"Exception\"}");
        assertThat(text.statusCode()).isEqualTo(507);
    }

    @Test
    void viewers_read_editors_put_and_a_path_is_taken_once() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("T", "text").getLong("id").toString();
        METADATA.putMembers(new PutMembers(
                        Actor.SYSTEM, user.space(), Map.of("user:eve", Role.EDITOR, "user:vic", Role.VIEWER), null))
                .await(10, SECONDS);
        var editor = new Actor("eve", null, null);
        var viewer = new Actor("vic", null, null);
        var put = new PutAttachment(editor, user.space(), note, "a/b.txt", "text/plain", "aGVsbG8=");

        // When
        var kept = METADATA.putAttachment(put).await(10, SECONDS);
        var read = METADATA.attachment(new ReadAttachment(viewer, user.space(), note, "a/b.txt"))
                .await(10, SECONDS);

        // Then
        assertThat(kept.size()).isEqualTo(5);
        assertThat(kept.content()).isNull();
        assertThat(read.content()).isEqualTo("aGVsbG8=");
        assertThat(read.at()).isEqualTo(kept.at());
        assertThat(refusal(METADATA.putAttachment(put))).isEqualTo(FailureCode.REVISION_CONFLICT);
        assertThat(refusal(METADATA.putAttachment(
                        new PutAttachment(viewer, user.space(), note, "a/c.txt", "text/plain", ""))))
                .isEqualTo(FailureCode.FORBIDDEN);
        assertThat(refusal(METADATA.putAttachment(
                        new PutAttachment(editor, user.space(), "none", "a/c.txt", "text/plain", ""))))
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(refusal(METADATA.putAttachment(
                        new PutAttachment(editor, user.space(), note, "a/c.txt", "text/plain", "?"))))
                .isEqualTo(FailureCode.BAD_REQUEST);
        assertThat(refusal(METADATA.attachment(
                        new ReadAttachment(new Actor("nobody", null, null), user.space(), note, "a/b.txt"))))
                .isEqualTo(FailureCode.NOT_FOUND);
    }
}
