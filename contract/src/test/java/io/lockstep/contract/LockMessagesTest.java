package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AttendLocks;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLockHeads;
import io.lockstep.contract.lock.LockOwner;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what the messages of the lock operations refuse, and what they take to be meant where nothing is said. */
final class LockMessagesTest {
    private static final String CELL = "{'actor':{'user':'alice'},'space':'metavox:103','document':'456','field':'*'}";
    private static final String CELLS = "{'actor':{'user':'alice'},'space':'metavox:103'}";

    @Test
    void a_lock_is_of_the_user_for_30_seconds_when_nothing_is_said() {
        var acquire = Json.fromJson(json(CELL), AcquireLock.class);

        assertThat(acquire.ttlMillis()).isEqualTo(30_000);
        assertThat(acquire.displayName()).isEqualTo("alice");
        assertThat(acquire.owner()).isEqualTo(new LockOwner("alice", null));
    }

    @ParameterizedTest
    @CsvSource({"user,", "session,s-1"})
    void the_owner_has_a_session_only_in_a_lock_of_the_session(String exclusive, String session) {
        var json = json(CELL).put("exclusive", exclusive);
        json.getJsonObject("actor").put("session", "s-1");

        assertThat(Json.fromJson(json, AcquireLock.class).owner()).isEqualTo(new LockOwner("alice", session));
    }

    @Test
    void a_lock_of_the_session_needs_a_session() {
        refused(json(CELL).put("exclusive", "session"), AcquireLock.class, "exclusive");
        refused(cells(1).put("exclusive", "session"), AcquireLocks.class, "exclusive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tab", "SESSION", ""})
    void an_exclusiveness_that_does_not_exist_is_named(String exclusive) {
        refused(json(CELL).put("exclusive", exclusive), AcquireLock.class, "exclusive");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, -1})
    void a_lock_stands_for_a_second_at_least(long ttlMillis) {
        refused(json(CELL).put("ttlMillis", ttlMillis), AcquireLock.class, "ttlMillis");
        refused(cells(1).put("ttlMillis", ttlMillis), AcquireLocks.class, "ttlMillis");
    }

    @Test
    void a_hundred_cells_are_taken_at_once_and_no_more() {
        assertThat(Json.fromJson(cells(100), AcquireLocks.class).cells()).hasSize(100);
        refused(cells(101), AcquireLocks.class, "cells");
        refused(cells(0), AcquireLocks.class, "cells");
    }

    @Test
    void a_cell_is_named_once() {
        var json = cells(2);
        json.getJsonArray("cells")
                .add(json.getJsonArray("cells").getJsonObject(0).copy());

        refused(json, AcquireLocks.class, "cells");
    }

    @Test
    void a_cell_without_a_field_is_named_by_its_path() {
        var json = cells(0);
        json.getJsonArray("cells").add(new JsonObject().put("document", "456"));

        refused(json, AcquireLocks.class, "field");
    }

    @Test
    void a_lock_is_broken_with_a_reason_of_at_most_255_bytes() {
        assertThat(Json.fromJson(json(CELL).put("reason", "Bob is on holiday"), BreakLock.class)
                        .displayName())
                .isEqualTo("alice");
        refused(json(CELL).put("reason", ""), BreakLock.class, "reason");
        refused(json(CELL).put("reason", "ü".repeat(128)), BreakLock.class, "reason");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'attendees':[null]}; attendees.[0]",
                "{'attendees':[{'space':'metavox:103'}]}; user",
                "{'attendees':[{'space':'metavox:103','user':'alice','session':''}]}; session",
                "{'attendees':[{'space':'no space','user':'alice'}]}; space"
            })
    void an_attendee_has_a_space_and_a_user_and_perhaps_a_session(String json, String key) {
        refused(json(json), AttendLocks.class, key);
    }

    @Test
    void ten_thousand_are_asked_for_at_once_and_no_more() {
        var attendee = json("{'space':'metavox:103','user':'alice'}");

        assertThat(Json.fromJson(many("attendees", attendee, 10_000), AttendLocks.class)
                        .attendees())
                .hasSize(10_000);
        refused(many("attendees", attendee, 10_001), AttendLocks.class, "attendees");
        refused(many("spaces", "metavox:103", 10_001), ListLockHeads.class, "spaces");
    }

    @Test
    void a_space_that_is_none_has_no_lock_counter() {
        refused(new JsonObject().put("spaces", new JsonArray().add("103")), ListLockHeads.class, "space");
    }

    @Test
    void a_page_of_the_audit_has_a_hundred_entries_when_nothing_is_said() {
        assertThat(Json.fromJson(json("{'space':'metavox:103'}"), ListLockAudit.class))
                .isEqualTo(new ListLockAudit("metavox:103", null, 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1001, -1})
    void a_page_of_the_audit_has_1_to_1000_entries(int limit) {
        refused(json("{'space':'metavox:103'}").put("limit", limit), ListLockAudit.class, "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "7-", "-", "+", "7-x", "(7-1", "7-1 ", "12345678901234567890-0"})
    void a_page_of_the_audit_begins_where_the_one_before_said(String before) {
        refused(json("{'space':'metavox:103'}").put("before", before), ListLockAudit.class, "before");
    }

    private static void refused(JsonObject json, Class<?> type, String key) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Json.fromJson(json, type))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .withMessageContaining("'" + key + "'");
    }

    private static JsonObject cells(int count) {
        var cells = new JsonArray();
        IntStream.range(0, count)
                .forEach(index ->
                        cells.add(new JsonObject().put("document", "456").put("field", "field" + index)));
        return json(CELLS).put("cells", cells);
    }

    private static JsonObject many(String key, Object value, int count) {
        var values = new JsonArray();
        IntStream.range(0, count).forEach(index -> values.add(value));
        return new JsonObject().put(key, values);
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}
