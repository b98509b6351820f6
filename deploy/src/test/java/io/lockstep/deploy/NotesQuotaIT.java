package io.lockstep.deploy;

import static io.lockstep.deploy.NotesCalls.METADATA;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.PutAccount;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Notes interface on the real stack for users with a quota. */
class NotesQuotaIT {
    private static final String NO_ROOM = "507 {\"errorType\":\"Exception\"}";

    private static String summary(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.body();
    }

    private static void bound(NotesCalls user, long quotaBytes) throws Exception {
        METADATA.putAccount(new PutAccount(Actor.SYSTEM, user.user(), user.user(), null, null, quotaBytes, null))
                .await(10, SECONDS);
    }

    private static long used(NotesCalls user) throws Exception {
        var space = METADATA.space(new GetSpace(Actor.SYSTEM, user.space())).await(10, SECONDS);
        return space.usedBytes() == null ? -1 : space.usedBytes();
    }

    @Test
    void without_room_notes_are_read_marked_and_deleted_only() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        var note = user.create("Title", "text");
        var path = "v1/notes/" + note.getLong("id");
        bound(user, 0);

        // When
        var created = user.send("POST", "v1/notes", "{\"title\":\"\"}");
        var changed = user.send("PUT", path, "{\"content\":\"t\"}");
        var emptyV02 = user.send("POST", "v0.2/notes", "{\"content\":\"\"}");

        // Then
        assertThat(List.of(created, changed, emptyV02))
                .extracting(NotesQuotaIT::summary)
                .containsOnly(NO_ROOM);
        assertThat(NotesCalls.header(created, "X-Notes-API-Versions")).isEqualTo("0.2, 1.3, 1.4");
        assertThat(user.get(note.getLong("id"))).isEqualTo(note);
        assertThat(NotesCalls.notes(user.list(""))).containsExactly(note);
        for (var favorite : List.of(true, false, true)) {
            assertThat(user.done("PUT", path, new JsonObject().put("favorite", favorite))
                            .getBoolean("favorite"))
                    .isEqualTo(favorite);
        }
        assertThat(user.send("PUT", path, "{\"content\":\"text\"}").statusCode())
                .as("the same content needs no room")
                .isEqualTo(200);

        // When
        user.done("DELETE", path, new JsonObject());
        var still = user.send("POST", "v1/notes", "{}");

        // Then
        assertThat(summary(still)).isEqualTo(NO_ROOM);
        assertThat(NotesCalls.notes(user.list(""))).isEmpty();
    }

    @Test
    void each_user_has_the_room_of_his_own_quota() throws Exception {
        // Given
        var poor = NotesCalls.newUser();
        var rich = NotesCalls.newUser();
        bound(poor, 2_000);
        bound(rich, 20_000);
        var large = new JsonObject().put("title", "Large").put("content", "x".repeat(3_000));

        // When
        var refused = poor.send("POST", "v1/notes", large.encode());
        rich.done("POST", "v1/notes", large);
        var small = poor.create("Small", "x".repeat(1_000));
        var path = "v1/notes/" + small.getLong("id");
        var rewritten = poor.send("PUT", path, "{\"content\":\"" + "y".repeat(1_000) + "\"}");
        var shorter = poor.done("PUT", path, new JsonObject().put("content", "y".repeat(500)));

        // Then
        assertThat(summary(refused)).isEqualTo(NO_ROOM);
        assertThat(summary(rewritten))
                .as("the content must fit besides the old one")
                .isEqualTo(NO_ROOM);
        assertThat(shorter.getString("content")).hasSize(500);
        assertThat(used(poor)).isBetween(500L, 700L);
        assertThat(used(rich)).isBetween(3_000L, 3_200L);

        // When
        bound(poor, 20_000);

        // Then
        poor.done("POST", "v1/notes", large);
        assertThat(used(poor)).isBetween(3_500L, 4_000L);
    }
}
