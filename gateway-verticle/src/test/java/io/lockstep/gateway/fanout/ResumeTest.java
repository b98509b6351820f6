package io.lockstep.gateway.fanout;

import static io.lockstep.gateway.fanout.FakeServices.cursor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who comes back gets what he missed, once, however many come and whatever is written meanwhile; and with a selector. */
class ResumeTest extends HubRig {
    private static final JsonObject ODD = new JsonObject().put("n", new JsonObject().put("$in", List.of(1, 3, 5, 7)));

    private Future<Session> listening(FakeClient client, @Nullable String cursor, @Nullable JsonObject selector) {
        var session = hub.open(new Identity("alice", "Alice", List.of()), FakeClient.WORDS, client);
        return hub.listen(session, TOPIC, cursor, selector).map(session);
    }

    private static List<String> changes(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> "changed " + seq)
                .toList();
    }

    @Test
    void thousand_who_come_back_at_once_with_different_cursors_share_a_few_reads() throws Exception {
        // Given
        IntStream.range(0, 500).forEach(i -> services.commit("d"));
        var clients = IntStream.range(0, 1_000).mapToObj(i -> new FakeClient()).toList();
        // When
        onLoop(() -> {
            var joining = new ArrayList<Future<?>>();
            for (int i = 0; i < clients.size(); i++) {
                joining.add(listening(clients.get(i), cursor(i / 2), null));
            }
            return Future.join(joining);
        });
        services.write("marker");
        // Then
        for (int i = 0; i < clients.size(); i++) {
            var told = clients.get(i).until("changed 501");
            assertThat(told.subList(1, told.size())).isEqualTo(changes(i / 2 + 1, 501));
        }
        assertThat(services.changeReads.get()).isLessThan(10);
    }

    @Test
    void who_comes_while_others_are_answered_and_changes_go_out_misses_none() throws Exception {
        // Given
        var first = new FakeClient();
        listen(first, "alice", null);
        IntStream.range(0, 5).forEach(i -> services.write("d"));
        first.until("changed 5");
        Promise<Void> asked = Promise.promise();
        Promise<Void> answer = Promise.promise();
        services.beforeChanges = () -> {
            asked.tryComplete();
            return answer.future();
        };
        var early = new FakeClient();
        var earlyListens = onLoop(() -> Future.succeededFuture(listening(early, cursor(2), null)));
        asked.future().await();
        // When
        services.beforeChanges = Future::succeededFuture;
        services.write("d");
        first.until("changed 6");
        var late = new FakeClient();
        var lateListens = onLoop(() -> Future.succeededFuture(listening(late, cursor(1), null)));
        var latest = new FakeClient();
        var latestListens = onLoop(() -> Future.succeededFuture(listening(latest, cursor(4), null)));
        services.write("d");
        answer.complete();
        Future.join(earlyListens, lateListens, latestListens).await();
        services.write("marker");
        // Then
        assertThat(early.until("changed 8"))
                .endsWith(changes(3, 8).toArray(String[]::new))
                .hasSize(7);
        assertThat(late.until("changed 8"))
                .endsWith(changes(2, 8).toArray(String[]::new))
                .hasSize(8);
        assertThat(latest.until("changed 8"))
                .endsWith(changes(5, 8).toArray(String[]::new))
                .hasSize(5);
    }

    @Test
    void window_that_nobody_kept_up_to_date_is_not_used() throws Exception {
        // Given
        IntStream.range(0, 3).forEach(i -> services.commit("d"));
        var gone = new FakeClient();
        var session = listen(gone, "alice", cursor(0));
        gone.until("changed 3");
        onLoop(() -> {
            hub.closed(session);
            return Future.succeededFuture();
        });
        services.write("while nobody listens");
        // When
        var client = new FakeClient();
        listen(client, "alice", cursor(1));
        services.write("marker");
        // Then
        assertThat(client.until("changed 5"))
                .endsWith(changes(2, 5).toArray(String[]::new))
                .hasSize(5);
    }

    @Test
    void what_was_read_for_somebody_who_had_left_is_not_used() throws Exception {
        // Given
        IntStream.range(0, 3).forEach(i -> services.commit("d"));
        Promise<Void> asked = Promise.promise();
        Promise<Void> answer = Promise.promise();
        services.afterLocks = () -> {
            asked.tryComplete();
            return answer.future();
        };
        var leaving = onLoop(() -> Future.succeededFuture(
                hub.open(new Identity("alice", "alice", List.of()), FakeClient.WORDS, new FakeClient())));
        var listens = onLoop(() -> Future.succeededFuture(hub.listen(leaving, TOPIC, cursor(0))));
        asked.future().await();
        onLoop(() -> {
            hub.closed(leaving);
            return Future.succeededFuture();
        });
        services.afterLocks = Future::succeededFuture;
        answer.complete();
        assertThat(listens.transform(ended -> Future.succeededFuture(ended.failed()))
                        .await())
                .isTrue();
        services.write("while nobody listens");
        // When
        var client = new FakeClient();
        listen(client, "alice", cursor(1));
        services.write("marker");
        // Then
        assertThat(client.until("changed 5"))
                .endsWith(changes(2, 5).toArray(String[]::new))
                .hasSize(5);
    }

    @Test
    void what_follows_a_resync_in_the_middle_of_a_replay_comes_after_its_cursor() throws Exception {
        // Given
        int count = CONFIG.sockets().outboxMaxFrames() + 10;
        IntStream.range(0, count).forEach(i -> services.commit("d" + i));
        Encoder withCursors = (topic, signal) -> signal instanceof Signal.Resync resync
                ? List.of(new Frame("resync to " + Cursor.parse(resync.cursor()).seq()))
                : FakeClient.WORDS.encode(topic, signal);
        var client = new FakeClient();
        client.isReading = false;
        // When
        onLoop(() ->
                hub.listen(hub.open(new Identity("alice", "alice", List.of()), withCursors, client), TOPIC, cursor(0)));
        onLoop(() -> {
            client.isReading = true;
            client.onDrain.run();
            return Future.succeededFuture();
        });
        // Then
        var told = client.until("changed " + count);
        var resync = told.stream().filter(text -> text.startsWith("resync")).toList();
        assertThat(resync).hasSize(1);
        var from = Integer.parseInt(resync.get(0).substring("resync to ".length()));
        assertThat(told.stream().filter(text -> text.startsWith("changed")))
                .containsExactlyElementsOf(changes(from + 1, count));
    }

    @Test
    void cursor_from_the_future_or_of_another_life_is_gone() throws Exception {
        services.commit("d");
        for (var cursor : List.of(cursor(7), new Cursor(1, 1).encode())) {
            var client = new FakeClient();
            listen(client, "alice", cursor);
            assertThat(client.until("snapshot")).first().isEqualTo("resync CURSOR_GONE");
        }
    }

    @Test
    void selector_chooses_the_changes_missed_and_those_that_come() throws Exception {
        // Given
        IntStream.range(0, 3).forEach(i -> services.commit("d"));
        var client = new FakeClient();
        // When
        onLoop(() -> listening(client, cursor(0), ODD));
        IntStream.range(0, 4).forEach(i -> services.write("d"));
        // Then
        assertThat(client.until("changed 7"))
                .endsWith("changed 1", "left 2", "changed 3", "left 4", "changed 5", "left 6", "changed 7");
    }

    @Test
    void locks_are_told_to_who_listens_with_a_selector() throws Exception {
        // Given
        var client = new FakeClient();
        onLoop(() -> listening(client, null, ODD));
        client.until("snapshot");
        // When
        services.announce(services.locks.lock("title"));
        // Then
        assertThat(client.untilLocked("title")).isNotEmpty();
    }

    @Test
    void same_selector_is_read_once_for_all_who_have_it() throws Exception {
        // Given
        var clients = IntStream.range(0, 20).mapToObj(i -> new FakeClient()).toList();
        onLoop(() -> Future.join(clients.stream()
                .map(client -> listening(client, null, ODD.copy()))
                .toList()));
        services.changeReads.set(0);
        // When
        services.write("d");
        // Then
        for (var client : clients) {
            client.until("changed 1");
        }
        assertThat(services.changeReads).hasValue(1);
    }

    @Test
    void who_may_read_no_longer_hears_nothing_of_a_selection_either() throws Exception {
        // Given
        var client = new FakeClient();
        onLoop(() -> listening(client, null, ODD));
        client.until("snapshot");
        // When
        services.members.remove("alice");
        services.accessVersion.incrementAndGet();
        services.write("secret");
        // Then
        assertThat(client.until("revoked")).containsExactly("revoked");
    }

    @Test
    void what_was_decided_after_the_question_is_not_replayed_before_it_is_asked_again() throws Exception {
        // Given
        services.commit("d");
        services.beforeChanges = () -> {
            services.beforeChanges = Future::succeededFuture;
            services.members.remove("alice");
            services.accessVersion.incrementAndGet();
            services.commit("secret");
            return Future.succeededFuture();
        };
        var client = new FakeClient();
        // When / Then
        assertThatThrownBy(() -> listen(client, "alice", cursor(0)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN));
        listen(new FakeClient(), "bob", null);
        services.announce(new Event.Custom("nobody", "marker", null));
        assertThat(client.isSilent()).isTrue();
    }

    @Test
    void selector_is_for_spaces_and_has_to_be_one() {
        for (var wrong :
                List.of(new JsonObject().put("$near", 1), new JsonObject().put("n", new JsonObject().put("$x", 1)))) {
            assertThatThrownBy(() -> onLoop(() -> listening(new FakeClient(), null, wrong)))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
        }
    }

    @Test
    void wire_that_reads_documents_is_told_what_was_and_what_is_live_and_on_resume() throws Exception {
        // Given
        services.commit("d");
        services.commit("e");
        var ofSpace = new FakeClient();
        var ofDocument = new FakeClient();
        var plain = new FakeClient();
        // When
        onLoop(() -> Future.join(
                whole(ofSpace, TOPIC, cursor(0)),
                whole(ofDocument, Topic.document(FakeServices.SPACE, "d"), cursor(0)),
                listening(plain, null, null)));
        services.write("e");
        services.write("d");
        // Then
        assertThat(ofSpace.until("changed 4"))
                .filteredOn(told -> told.startsWith("changed"))
                .containsExactly(whole(1), whole(2), whole(3), whole(4));
        assertThat(ofDocument.until("changed 4"))
                .filteredOn(told -> told.startsWith("changed"))
                .containsExactly(whole(1), whole(4));
        assertThat(plain.until("changed 4")).endsWith("changed 3", "changed 4");
    }

    private Future<Session> whole(FakeClient client, String topic, String cursor) {
        var session = hub.open(new Identity("alice", "Alice", List.of()), FakeClient.WHOLE, client);
        return hub.listen(session, topic, cursor).map(session);
    }

    private static String whole(long seq) {
        return "changed " + seq + " " + new JsonObject().put("n", seq - 1) + " "
                + new Event.Changed.Current(seq, "etag" + seq, new JsonObject().put("n", seq));
    }
}
