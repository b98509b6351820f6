package io.lockstep.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.PresenceReport;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests what nodes make of what they tell each other about who is where. */
final class PresenceBoardTest {
    private static final String SPACE = "team:a";
    private static final int SHARD = Topic.shard(Topic.space(SPACE));

    private long now = 77;
    private final PresenceBoard here = new PresenceBoard("here", () -> now);
    private final PresenceBoard there = new PresenceBoard("there", () -> now);

    private static void join(PresenceBoard board, String user) {
        join(board, user, null);
    }

    private static void join(PresenceBoard board, String user, @Nullable String document) {
        board.join(SPACE, new Identity(user, user.toUpperCase(java.util.Locale.ROOT), List.of()), document, true);
    }

    private static void leave(PresenceBoard board, String user) {
        leave(board, user, null);
    }

    private static void leave(PresenceBoard board, String user, @Nullable String document) {
        board.leave(SPACE, new Identity(user, user, List.of()), document, true);
    }

    private static List<String> users(PresenceBoard board) {
        return board.users(SPACE).stream().map(Signal.Present::user).toList();
    }

    private void toHere(Map<Integer, PresenceReport> reports) {
        reports.forEach(here::received);
    }

    /** Questions are answered at once. */
    private void hereAsks() {
        here.questions().forEach((node, question) -> {
            assertThat(node).isEqualTo("there");
            toHere(there.changes());
            here.answered(node, question, there.states(question));
        });
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    @Test
    void who_joins_and_leaves_on_another_node_is_seen() {
        // Given
        join(here, "alice");
        join(there, "bob");
        // When
        toHere(there.changes());
        // Then
        assertThat(users(here)).containsExactly("alice", "bob");
        // When
        join(there, "carol");
        leave(there, "bob");
        toHere(there.changes());
        // Then
        assertThat(users(here)).containsExactly("alice", "carol");
        assertThat(here.questions()).isEmpty();
    }

    @Test
    void user_of_two_nodes_and_several_sessions_is_there_once_until_the_last_leaves() {
        // Given
        join(here, "alice");
        join(here, "alice");
        join(there, "alice");
        toHere(there.changes());
        // When
        leave(here, "alice");
        assertThat(users(here)).containsExactly("alice");
        leave(there, "alice");
        toHere(there.changes());
        // Then
        assertThat(users(here)).containsExactly("alice");
        leave(here, "alice");
        assertThat(users(here)).isEmpty();
    }

    @Test
    void documents_of_all_nodes_are_told_together() {
        // Given
        join(here, "alice");
        join(here, "alice", "9");
        join(there, "alice", "7");
        join(there, "alice", "9");
        toHere(there.changes());
        // Then
        assertThat(here.users(SPACE)).containsExactly(new Signal.Present("alice", "ALICE", List.of("7", "9")));
        // When
        leave(there, "alice", "7");
        toHere(there.changes());
        // Then
        assertThat(here.users(SPACE)).containsExactly(new Signal.Present("alice", "ALICE", List.of("9")));
    }

    @Test
    void listener_who_is_not_shown_is_told_and_not_told_of() {
        // Given
        here.join(SPACE, new Identity("reader", "Reader", List.of()), null, false);
        // Then
        assertThat(users(here)).isEmpty();
        assertThat(here.beat()).isEmpty();
        // When
        join(there, "bob");
        toHere(there.changes());
        // Then
        assertThat(here.announcements())
                .containsExactly(new PresenceBoard.Announcement(
                        SPACE,
                        List.of("space/" + SPACE),
                        new Signal.Presence(SPACE, List.of(new Signal.Present("bob", "BOB")))));
    }

    @Test
    void lost_report_is_found_by_the_next_beat() {
        // Given
        join(here, "alice");
        join(there, "bob");
        assertThat(there.changes()).hasSize(1);
        // When
        toHere(there.beat());
        hereAsks();
        // Then
        assertThat(users(here)).containsExactly("alice", "bob");
    }

    @Test
    void lost_report_is_found_by_the_next_one() {
        // Given
        join(here, "alice");
        join(there, "bob");
        toHere(there.changes());
        leave(there, "bob");
        join(there, "dave");
        assertThat(there.changes()).hasSize(1);
        // When
        join(there, "carol");
        toHere(there.changes());
        hereAsks();
        // Then
        assertThat(users(here)).containsExactly("alice", "carol", "dave");
    }

    @Test
    void lost_departure_of_the_last_user_is_found_by_the_next_beat() {
        // Given
        join(here, "alice");
        join(there, "bob");
        toHere(there.beat());
        assertThat(users(here)).containsExactly("alice", "bob");
        // When
        leave(there, "bob");
        assertThat(there.changes()).hasSize(1);
        toHere(there.beat());
        // Then
        assertThat(users(here)).containsExactly("alice");
    }

    @Test
    void old_and_repeated_reports_change_nothing() {
        // Given
        join(here, "alice");
        join(there, "bob");
        var first = there.beat();
        join(there, "carol");
        var second = there.beat();
        leave(there, "bob");
        var third = there.beat();
        // When
        for (var reports : List.of(first, second, third, second, first, third)) {
            toHere(reports);
        }
        // Then
        assertThat(users(here)).containsExactly("alice", "carol");
        assertThat(here.questions()).isEmpty();
    }

    @Test
    void node_that_falls_silent_is_gone_with_its_users() {
        // Given
        join(here, "alice");
        join(there, "bob");
        toHere(there.beat());
        // When
        for (int tick = 0; tick < 17; tick++) {
            pass(100);
            here.tick();
        }
        assertThat(users(here)).containsExactly("alice", "bob");
        pass(100);
        here.tick();
        // Then
        assertThat(users(here)).containsExactly("alice");
        toHere(there.beat());
        hereAsks();
        assertThat(users(here)).containsExactly("alice", "bob");
    }

    @Test
    void node_that_stood_still_itself_judges_nobody() {
        // Given
        join(here, "alice");
        join(there, "bob");
        toHere(there.beat());
        // When
        pass(60_000);
        here.tick();
        // Then
        assertThat(users(here)).containsExactly("alice", "bob");
    }

    @Test
    void node_that_says_farewell_is_gone_at_once() {
        // Given
        join(here, "alice");
        join(there, "bob");
        toHere(there.changes());
        // When
        toHere(there.farewell());
        // Then
        assertThat(users(here)).containsExactly("alice");
    }

    @Test
    void answer_of_a_node_that_has_gone_brings_nobody_back() {
        // Given
        join(here, "alice");
        join(there, "bob");
        assertThat(there.changes()).hasSize(1);
        toHere(there.beat());
        var question = here.questions().get("there");
        // When
        pass(100);
        here.tick();
        for (int tick = 0; tick < 20; tick++) {
            pass(100);
            here.tick();
        }
        here.answered("there", java.util.Objects.requireNonNull(question), there.states(question));
        // Then
        assertThat(users(here)).containsExactly("alice");
    }

    @Test
    void space_that_is_watched_anew_is_not_taken_for_the_old_one() {
        // Given
        join(here, "alice");
        join(there, "bob");
        toHere(there.changes());
        leave(there, "bob");
        assertThat(there.changes()).hasSize(1);
        // When
        join(there, "carol");
        toHere(there.changes());
        hereAsks();
        // Then
        assertThat(users(here)).containsExactly("alice", "carol");
    }

    @Test
    void large_answer_comes_in_parts() {
        // Given
        var spaces = List.of("team:x", "team:y");
        for (var space : spaces) {
            here.join(space, new Identity("alice", "Alice", List.of()), null, false);
            for (int number = 0; number < 6_000; number++) {
                there.join(space, new Identity("user" + number, "User", List.of()), null, true);
            }
        }
        assertThat(there.changes()).isNotEmpty();
        // When
        var asked = 0;
        toHere(there.beat());
        for (var questions = here.questions(); !questions.isEmpty(); questions = here.questions()) {
            var question = java.util.Objects.requireNonNull(questions.get("there"));
            here.answered("there", question, there.states(question));
            asked++;
        }
        // Then
        assertThat(asked).isEqualTo(2);
        assertThat(here.announcements())
                .hasSize(2)
                .allSatisfy(told -> assertThat(told.presence().total()).isEqualTo(6_000))
                .allSatisfy(told -> assertThat(told.presence().users()).hasSize(200));
    }

    @Test
    void large_audience_is_told_less_often() {
        // Given
        join(here, "alice");
        assertThat(here.announcements()).hasSize(1);
        // When
        join(here, "bob");
        pass(49);
        assertThat(here.announcements()).isEmpty();
        pass(1);
        // Then
        assertThat(here.announcements()).hasSize(1);
        // When
        for (int number = 0; number < 10_000; number++) {
            join(here, "user" + number);
        }
        pass(999);
        assertThat(here.announcements()).isEmpty();
        pass(1);
        // Then
        assertThat(here.announcements()).hasSize(1);
    }

    @Test
    void listeners_of_the_documents_are_told_too() {
        // When
        join(here, "alice");
        join(here, "bob", "7");
        // Then
        assertThat(here.announcements())
                .singleElement()
                .satisfies(told -> assertThat(told.topics()).containsExactly("space/team:a", "document/team:a/7"));
    }

    @Test
    void beat_is_one_message_per_shard_with_users() {
        // Given
        for (int number = 0; number < 5_000; number++) {
            here.join("team:" + number, new Identity("alice", "Alice", List.of()), null, true);
        }
        // Then
        assertThat(here.changes()).hasSize(Topic.SHARDS);
        assertThat(here.beat())
                .hasSize(Topic.SHARDS)
                .allSatisfy((shard, report) -> assertThat(report.changes()).isEmpty());
        assertThat(here.changes()).isEmpty();
        assertThat(SHARD).isBetween(0, Topic.SHARDS - 1);
    }
}
