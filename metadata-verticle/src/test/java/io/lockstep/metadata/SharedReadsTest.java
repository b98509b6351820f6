package io.lockstep.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests who shares a query with whom, with queries that end when the test says so. */
final class SharedReadsTest {
    private static final Actor ALICE = new Actor("alice", List.of("staff"), null);
    private static final Actor BOB = new Actor("bob", List.of(), null);

    private record Query(Set<String> principals, Promise<Optional<Seen<String>>> answer) {}

    private record Pause(long millis, Runnable task) {}

    private final List<Query> queries = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final SharedReads reads = new SharedReads((millis, task) -> pauses.add(new Pause(millis, task)));

    @Test
    void a_read_never_joins_a_query_that_has_begun() {
        // Given
        var first = read("d", ALICE);
        var second = read("d", BOB);
        var third = read("d", ALICE);

        // When
        answer(0, "old");
        answer(1, "new");

        // Then
        assertThat(queries)
                .extracting(Query::principals)
                .containsExactly(Set.of("user:alice", "group:staff"), Set.of("user:alice", "group:staff", "user:bob"));
        assertThat(first.result()).contains("old");
        assertThat(second.result()).contains("new");
        assertThat(third.result()).contains("new");
        assertThat(pauses).isEmpty();
    }

    @Test
    void who_shares_a_query_is_judged_by_his_own_roles() {
        // Given
        read("d", ALICE).onComplete(ended -> {});
        var allowed = read("d", ALICE);
        var stranger = read("d", BOB);
        var admin = read("d", new Actor("root", List.of(Actor.ADMIN_GROUP), null));
        answer(0, "x");

        // When
        queries.get(1).answer().complete(Optional.of(new Seen<>("x", new Grants(Map.of("group:staff", Role.VIEWER)))));

        // Then
        assertThat(allowed.result()).contains("x");
        assertThat(stranger.result()).isEmpty();
        assertThat(admin.result()).contains("x");
    }

    @Test
    void other_questions_do_not_wait() {
        // When
        var one = read("d", ALICE);
        var other = read("e", ALICE);
        answer(1, "e");

        // Then
        assertThat(queries).hasSize(2);
        assertThat(one.isComplete()).isFalse();
        assertThat(other.result()).contains("e");
    }

    @Test
    void many_who_ask_the_same_get_a_pause_in_which_more_of_them_come() {
        // Given
        read("d", ALICE).onComplete(ended -> {});
        var storm = IntStream.range(0, 60).mapToObj(n -> read("d", ALICE)).toList();
        answer(0, "1");
        answer(1, "2");

        // When
        var later = IntStream.range(0, 500).mapToObj(n -> read("d", BOB)).toList();

        // Then
        assertThat(storm).allSatisfy(read -> assertThat(read.result()).contains("2"));
        assertThat(queries).hasSize(2);
        assertThat(pauses).extracting(Pause::millis).containsExactly(50L);
        pauses.get(0).task().run();
        answer(2, "3");
        assertThat(later).allSatisfy(read -> assertThat(read.result()).contains("3"));
        assertThat(pauses).extracting(Pause::millis).containsExactly(50L, 150L);
    }

    @Test
    void now_and_then_a_query_goes_without_a_pause_to_see_whether_there_are_still_so_many() {
        // Given
        read("d", ALICE).onComplete(ended -> {});

        // When
        for (int turn = 0; turn < 40; turn++) {
            IntStream.range(0, 20).forEach(n -> read("d", ALICE).onComplete(ended -> {}));
            int before = pauses.size();
            answer(turn, "x");
            pauses.subList(before, pauses.size()).forEach(pause -> pause.task().run());
        }

        // Then
        assertThat(pauses).hasSize(38);
    }

    @Test
    void after_a_failure_the_next_query_begins() {
        // Given
        var failing = read("d", ALICE);
        var next = read("d", ALICE);

        // When
        queries.get(0).answer().fail(Refusals.unavailable("away"));
        answer(1, "back");

        // Then
        assertThat(failing.cause()).hasMessage("away");
        assertThat(next.result()).contains("back");
    }

    @Test
    void a_question_that_nobody_asks_any_more_is_forgotten() {
        // Given
        var first = read("d", ALICE);
        answer(0, "1");

        // When
        var second = read("d", BOB);
        answer(1, "2");

        // Then
        assertThat(first.result()).contains("1");
        assertThat(second.result()).contains("2");
        assertThat(queries.get(1).principals()).containsExactly("user:bob");
    }

    private Future<Optional<String>> read(String question, Actor actor) {
        return reads.read(question, actor, principals -> {
            var query = new Query(Set.copyOf(principals), Promise.promise());
            queries.add(query);
            return query.answer().future();
        });
    }

    private void answer(int query, String text) {
        var all = new Grants(Map.of("user:alice", Role.VIEWER, "user:bob", Role.VIEWER));
        queries.get(query).answer().complete(Optional.of(new Seen<>(text, all)));
    }
}
