package io.lockstep.gateway.wire.cozy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.session.Frame;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InterestsTest {
    private static final String TYPE = "io.cozy.todos";
    private static final long EPOCH = 1;

    private final Interests interests = new Interests();

    @Test
    void event_is_told_once_however_many_interests_it_is_of() {
        // Given
        interests.add(subscribe("", null, null));
        interests.add(subscribe("a", null, null));
        interests.begin(cursor(0));
        // When, Then
        assertThat(interests.tell(created(1, "a"))).isPresent();
        assertThat(interests.tell(created(2, "b"))).isPresent();
    }

    @Test
    void id_is_heard_after_the_end_of_the_whole_type() {
        // A defect of the original: the end of the whole type made the ids deaf.
        interests.add(subscribe("a", null, null));
        interests.add(subscribe("", null, null));
        interests.begin(cursor(0));
        // When
        interests.remove(subscribe("", null, null));
        // Then
        assertThat(interests.tell(created(1, "a"))).isPresent();
        assertThat(interests.tell(created(2, "b"))).isEmpty();
    }

    @Test
    void same_id_twice_ends_with_one_unsubscribe() {
        interests.add(subscribe("a", null, null));
        interests.add(subscribe("a", null, null));
        // When
        interests.remove(subscribe("a", null, null));
        // Then
        assertThat(interests.isEmpty()).isTrue();
    }

    @Test
    void who_resumes_is_told_what_he_missed_and_the_others_are_not_told_again() {
        // Given
        interests.add(subscribe("a", null, null));
        interests.begin(cursor(4));
        assertThat(interests.tell(created(5, "a"))).isPresent();
        // When
        interests.add(subscribe("", null, cursor(3).encode()));
        assertThat(interests.tell(created(6, "b")))
                .as("it waits for its own beginning")
                .isEmpty();
        interests.begin(cursor(9));
        assertThat(interests.tell(created(7, "b"))).as("that was another's").isEmpty();
        interests.begin(cursor(3));
        // Then
        assertThat(text(interests.tell(created(4, "b"))))
                .contains("\"seq\":\"" + cursor(4).encode());
        interests.remove(subscribe("", null, null));
        assertThat(interests.tell(created(5, "a"))).isEmpty();
        assertThat(interests.tell(created(8, "a"))).isPresent();
    }

    @Test
    void positions_are_told_to_who_asked_for_them_only() {
        interests.add(subscribe("a", null, null));
        interests.add(subscribe("b", null, "now"));
        interests.begin(cursor(0));
        assertThat(text(interests.tell(created(1, "a")))).doesNotContain("seq");
        assertThat(text(interests.tell(created(2, "b")))).contains("seq");
    }

    @Test
    void document_that_leaves_a_selector_is_deleted_to_its_listener_only() {
        // Given
        interests.add(subscribe("", new JsonObject().put("done", false), null));
        interests.begin(cursor(0));
        // When, Then
        assertThat(interests.tell(updated(1, true, true))).as("was never in").isEmpty();
        assertThat(text(interests.tell(updated(2, false, true)))).contains("DELETED");
        assertThat(text(interests.tell(updated(3, true, false)))).contains("UPDATED");
        interests.add(subscribe("a", null, null));
        assertThat(text(interests.tell(updated(4, false, true)))).contains("UPDATED");
    }

    @Test
    void last_content_decides_whether_a_deletion_is_told() {
        interests.add(subscribe("", new JsonObject().put("done", false), null));
        interests.begin(cursor(0));
        assertThat(interests.tell(deleted(1, new JsonObject().put("done", true))))
                .isEmpty();
        assertThat(interests.tell(deleted(2, new JsonObject().put("done", false))))
                .isPresent();
        assertThat(interests.tell(deleted(3, null))).as("not known").isPresent();
    }

    @Test
    void place_that_is_gone_lets_the_listener_begin_where_he_can() {
        // Given
        interests.add(subscribe("a", null, null));
        interests.begin(cursor(5));
        interests.add(subscribe("", null, cursor(1).encode()));
        // When
        assertThat(interests.gone()).hasSize(1);
        assertThat(interests.gone()).isEmpty();
        interests.begin(cursor(9));
        // Then
        assertThat(interests.tell(created(7, "a")))
                .as("the other goes on from 5")
                .isPresent();
        assertThat(interests.tell(created(8, "b"))).isEmpty();
        assertThat(interests.tell(created(10, "b"))).isPresent();
    }

    private static Command.Listen subscribe(String id, @Nullable JsonObject selector, @Nullable String since) {
        return new Command.Listen("SUBSCRIBE", false, TYPE, id, selector, since);
    }

    private static Cursor cursor(long seq) {
        return new Cursor(EPOCH, seq);
    }

    private static String text(Optional<Frame> frame) {
        return frame.map(Frame::text).orElse("");
    }

    private static TopicFrame.Happened created(long seq, String id) {
        return told(change(seq, id, 1, Verb.CREATED, new JsonObject(), null, new JsonObject()));
    }

    private static TopicFrame.Happened updated(long seq, boolean was, boolean is) {
        var patch = was == is ? new JsonObject().put("n", seq) : new JsonObject().put("done", is);
        var before = was == is ? new JsonObject() : new JsonObject().put("done", was);
        return told(change(seq, "a", 2, Verb.UPDATED, patch, before, new JsonObject().put("done", is)));
    }

    private static TopicFrame.Happened deleted(long seq, @Nullable JsonObject before) {
        return told(change(seq, "a", 3, Verb.DELETED, null, before, null));
    }

    private static TopicFrame.Happened told(Event.Changed change) {
        var document = RealtimeJson.document(TYPE, change);
        return new TopicFrame.Happened(
                "space/cozy:" + TYPE,
                RealtimeJson.verb(change.verb()),
                TYPE,
                change.document(),
                document == null ? new JsonObject() : document,
                change);
    }

    private static Event.Changed change(
            long seq,
            String id,
            long revision,
            Verb verb,
            @Nullable JsonObject patch,
            @Nullable JsonObject before,
            @Nullable JsonObject now) {
        return new Event.Changed(
                        "cozy:" + TYPE,
                        seq,
                        id,
                        revision,
                        "e",
                        verb,
                        patch,
                        false,
                        "alice",
                        Instant.EPOCH,
                        cursor(seq).encode(),
                        1)
                .with(before, now == null ? null : new Event.Changed.Current(revision, "e", now));
    }
}
