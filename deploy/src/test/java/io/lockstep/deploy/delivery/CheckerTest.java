package io.lockstep.deploy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A space with three documents and six changes; what a client may have seen of it, and what he may not. */
final class CheckerTest {
    private static final String SPACE = "test:space";
    private static final List<Seen.Changed> FEED = List.of(
            change(1, "a", 1, Verb.CREATED, "x", 1),
            change(2, "b", 1, Verb.CREATED, "x", 2),
            change(3, "a", 2, Verb.UPDATED, "y", 3),
            change(4, "b", 2, Verb.DELETED, null, 0),
            change(5, "a", 3, Verb.UPDATED, "x", 5),
            change(6, "c", 1, Verb.CREATED, "x", 6));
    private static final Map<String, Seen.Document> DOCUMENTS = Map.of(
            "a", new Seen.Document(3, new JsonObject().put("x", 5).put("y", 3)),
            "c", new Seen.Document(1, new JsonObject().put("x", 6)));
    private static final Database DATABASE = new Database(SPACE, FEED, DOCUMENTS);

    private static Seen.Changed change(
            long seq, String document, long revision, Verb verb, @Nullable String field, int value) {
        var patch = field == null ? null : new JsonObject().put(field, value);
        return new Seen.Changed(SPACE, seq, 1, seq, document, revision, verb, patch);
    }

    private static Seen.Changed change(int seq) {
        return FEED.get(seq - 1);
    }

    private static Seen.Changed at(Seen.Changed change, long cursor) {
        return merged(change, change.changes(), cursor, change.patch());
    }

    private static Seen.Changed merged(Seen.Changed last, int changes, long cursor, @Nullable JsonObject patch) {
        return new Seen.Changed(
                SPACE, last.seq(), changes, cursor, last.document(), last.revision(), last.verb(), patch);
    }

    private static Seen joined(long cursor) {
        return new Seen.Joined(SPACE, "RAW_WEBSOCKET", cursor);
    }

    private static Seen loaded(Map<String, Seen.Document> documents) {
        return new Seen.Loaded(SPACE, documents);
    }

    private static Stream<Seen> changes(int from, int to) {
        return FEED.subList(from - 1, to).stream().map(change -> change);
    }

    private static Stream<Seen> begin() {
        return Stream.of(loaded(Map.of()), joined(0));
    }

    private static Seen[] all(Stream<Seen> first, Seen... then) {
        return Stream.concat(first, Stream.of(then)).toArray(Seen[]::new);
    }

    /** Each thing is seen at the time of its place, from 1. */
    private static List<String> findings(Seen... seen) {
        return checker(List.of(), List.of(), seen).findings();
    }

    private static Checker checker(List<Acknowledged> writes, List<Removal> removals, Seen... seen) {
        var entries = new ArrayList<ClientLog.Entry>();
        for (var one : seen) {
            entries.add(new ClientLog.Entry(entries.size() + 1, one));
        }
        return new Checker(
                Map.of(SPACE, DATABASE), List.of(new ClientLog("client", "carol", entries)), writes, removals);
    }

    @Test
    void everything_once_and_in_order_is_right() {
        assertThat(findings(all(Stream.concat(begin(), changes(1, 6))))).isEmpty();
    }

    @Test
    void going_on_from_the_last_cursor_is_right() {
        var seen = all(
                Stream.concat(begin(), changes(1, 3)),
                new Seen.Left(SPACE),
                joined(3),
                change(4),
                change(5),
                change(6));
        assertThat(findings(seen)).isEmpty();
    }

    @Test
    void merged_changes_with_cursors_held_back_are_right() {
        var both = new JsonObject().put("x", 5).put("y", 3);
        var seen =
                all(Stream.concat(begin(), changes(1, 2)), at(change(4), 2), merged(change(5), 2, 5, both), change(6));
        assertThat(findings(seen)).isEmpty();
    }

    @Test
    void repeat_of_what_the_held_back_cursor_leaves_open_is_right() {
        var seen = all(
                Stream.concat(begin(), changes(1, 2)),
                at(change(4), 2),
                new Seen.Left(SPACE),
                joined(2),
                change(3),
                change(4),
                change(5),
                change(6));
        assertThat(findings(seen)).isEmpty();
    }

    @Test
    void reloading_after_a_resync_is_right() {
        var seen = all(
                begin(), change(1), new Seen.Resync(SPACE, "slow", 5), change(6), loaded(Map.of("a", document("a"))));
        assertThat(findings(seen)).isEmpty();
    }

    private static Seen.Document document(String id) {
        return Objects.requireNonNull(DOCUMENTS.get(id));
    }

    @Test
    void skipped_change_is_found() {
        var seen = all(begin(), change(1), change(2), change(3), change(5), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("change 4 was skipped"));
    }

    @Test
    void skipped_last_change_is_found() {
        assertThat(findings(all(Stream.concat(begin(), changes(1, 5)))))
                .anyMatch(finding -> finding.contains("never had the changes after 5 of 6"));
    }

    @Test
    void gap_over_a_reconnection_is_found() {
        var seen = all(Stream.concat(begin(), changes(1, 3)), new Seen.Left(SPACE), joined(3), change(5), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("change 4 was skipped"));
    }

    @Test
    void repeated_change_is_found() {
        var seen = all(Stream.concat(begin(), changes(1, 3)), change(3), change(4), change(5), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("change 3 came twice"));
    }

    @Test
    void repeat_over_a_reconnection_is_found() {
        var seen = all(
                Stream.concat(begin(), changes(1, 3)),
                new Seen.Left(SPACE),
                joined(3),
                change(3),
                change(4),
                change(5),
                change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("repeated or out of order after 3"));
    }

    @Test
    void disorder_is_found() {
        var seen = all(begin(), change(1), change(3), change(2), change(4), change(5), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("out of order after 3"));
    }

    @Test
    void merged_change_that_stands_for_too_few_is_found() {
        var seen =
                all(Stream.concat(begin(), changes(1, 2)), at(change(4), 2), merged(change(5), 1, 5, null), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("change 3 was skipped"));
    }

    @Test
    void merged_change_that_stands_for_too_many_is_found() {
        var both = new JsonObject().put("x", 5).put("y", 3);
        var seen =
                all(Stream.concat(begin(), changes(1, 2)), at(change(4), 2), merged(change(5), 3, 5, both), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("change 1 came twice"));
    }

    @Test
    void cursor_that_promises_more_than_came_is_found() {
        var both = new JsonObject().put("x", 5).put("y", 3);
        var seen = all(Stream.concat(begin(), changes(1, 2)), change(4), merged(change(5), 2, 5, both), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("change 3 was skipped"));
    }

    @Test
    void other_content_than_in_the_feed_is_found() {
        var other = merged(change(3), 1, 3, new JsonObject().put("y", 4));
        var seen = all(begin(), change(1), change(2), other, change(4), change(5), change(6));
        assertThat(findings(seen))
                .anyMatch(finding -> finding.startsWith("I2") && finding.contains("not what the feed"));
        assertThat(findings(seen)).anyMatch(finding -> finding.startsWith("I3"));
    }

    @Test
    void wrong_merged_content_is_found() {
        var lacking = merged(change(5), 2, 5, new JsonObject().put("x", 5));
        var seen = all(Stream.concat(begin(), changes(1, 2)), at(change(4), 2), lacking, change(6));
        assertThat(findings(seen)).singleElement().asString().startsWith("I3").contains("has of a");
    }

    @Test
    void resync_without_reloading_is_found() {
        var seen = all(begin(), change(1), new Seen.Resync(SPACE, "slow", 5), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("never had the documents"));
    }

    @Test
    void resync_that_goes_back_is_found() {
        var seen = all(Stream.concat(begin(), changes(1, 6)), new Seen.Resync(SPACE, "slow", 5), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("goes back from 6"));
    }

    @Test
    void large_change_that_was_not_read_is_found() {
        var truncated = merged(change(6), 1, 6, null);
        var database = new Database(
                SPACE,
                Stream.concat(FEED.stream().limit(5), Stream.of(truncated)).toList(),
                DOCUMENTS);
        var entries = Stream.concat(Stream.concat(begin(), changes(1, 5)), Stream.of(truncated))
                .map(seen -> new ClientLog.Entry(1, seen))
                .toList();
        var client = new ClientLog("client", "carol", entries);
        var read = new ArrayList<>(entries);
        read.add(new ClientLog.Entry(2, new Seen.Read(SPACE, "c", Optional.of(document("c")))));
        // When
        var unread = new Checker(Map.of(SPACE, database), List.of(client), List.of(), List.of()).findings();
        var whole = new Checker(
                        Map.of(SPACE, database), List.of(new ClientLog("client", "carol", read)), List.of(), List.of())
                .findings();
        // Then
        assertThat(unread).anyMatch(finding -> finding.contains("never read c"));
        assertThat(whole).isEmpty();
    }

    @Test
    void event_after_the_end_of_listening_is_found() {
        var seen = all(Stream.concat(begin(), changes(1, 5)), new Seen.Refused(SPACE, "status 403"), change(6));
        assertThat(findings(seen)).anyMatch(finding -> finding.contains("told while not listening"));
    }

    @Test
    void change_written_after_the_removal_of_who_is_told_is_found() {
        var seen = all(Stream.concat(begin(), changes(1, 6)));
        // When
        var told = checker(List.of(), List.of(new Removal("carol", SPACE, 5, 3, 100)), seen)
                .unauthorised();
        var somebodyElse = checker(List.of(), List.of(new Removal("bob", SPACE, 5, 3, 100)), seen)
                .unauthorised();
        var backAgain = checker(List.of(), List.of(new Removal("carol", SPACE, 5, 3, 6)), seen)
                .unauthorised();
        // Then
        assertThat(told).hasSize(3).allMatch(finding -> finding.contains("in spite of"));
        assertThat(somebodyElse).isEmpty();
        assertThat(backAgain).isEmpty();
    }

    @Test
    void lost_write_is_found() {
        var writes = List.of(
                new Acknowledged(SPACE, "a", 3, 2, 1, 2),
                new Acknowledged(SPACE, "c", 5, 3, 3, 4),
                new Acknowledged(SPACE, "a", 7, 4, 5, 6));
        assertThat(checker(writes, List.of()).lostWrites())
                .hasSize(2)
                .allMatch(finding -> finding.contains("not in the feed"));
    }

    @Test
    void database_that_is_not_what_its_feed_says_is_found() {
        var other = new Database(SPACE, FEED, Map.of("a", document("a")));
        var checker = new Checker(Map.of(SPACE, other), List.of(), List.of(), List.of());
        assertThat(checker.findings()).singleElement().asString().startsWith("I1 the feed of " + SPACE + " has of c");
    }

    @Test
    void write_with_a_lower_number_than_one_that_was_answered_before_is_found() {
        var writes = List.of(new Acknowledged(SPACE, "a", 3, 2, 10, 20), new Acknowledged(SPACE, "b", 2, 1, 30, 40));
        var together = List.of(new Acknowledged(SPACE, "a", 3, 2, 10, 20), new Acknowledged(SPACE, "b", 2, 1, 15, 40));
        assertThat(checker(writes, List.of()).stepsBack()).hasSize(1);
        assertThat(checker(together, List.of()).stepsBack()).isEmpty();
    }

    @Test
    void hole_in_the_feed_is_found() {
        var holed = new Database(
                SPACE, FEED.stream().filter(change -> change.seq() != 4).toList(), DOCUMENTS);
        var checker = new Checker(Map.of(SPACE, holed), List.of(), List.of(), List.of());
        assertThat(checker.stepsBack()).singleElement().asString().contains("goes from 3 to 5");
    }
}
