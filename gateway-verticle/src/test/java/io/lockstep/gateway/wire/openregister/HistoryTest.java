package io.lockstep.gateway.wire.openregister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an object was, and which writes would undo what somebody else has written. */
class HistoryTest {
    private static final String SPACE = "openregister:decidesk:meeting";
    private static final Document NOW =
            new Document(SPACE, "1", 3, "e", fields("{\"title\":\"c\",\"seats\":2}"), false, Instant.EPOCH, "bob");
    private static final List<Event.Changed> CHANGES = List.of(
            change(1, Verb.CREATED, "{\"title\":\"a\",\"link\":\"x\"}", null),
            change(2, Verb.UPDATED, "{\"title\":\"b\",\"link\":null}", "{\"title\":\"a\",\"link\":\"x\"}"),
            change(3, Verb.UPDATED, "{\"title\":\"c\",\"seats\":2}", "{\"title\":\"b\"}"));

    private static JsonObject fields(String json) {
        return new JsonObject(json);
    }

    private static Event.Changed change(long revision, Verb verb, @Nullable String patch, @Nullable String before) {
        return new Event.Changed(
                SPACE,
                revision * 10,
                "1",
                revision,
                "e",
                verb,
                patch == null ? null : fields(patch),
                patch == null,
                "bob",
                Instant.EPOCH.plusSeconds(revision),
                "1.0." + revision,
                1,
                null,
                before == null ? null : fields(before),
                null);
    }

    @Test
    void each_earlier_state_is_found_by_undoing() {
        assertThat(History.at(NOW, CHANGES, 3)).contains(fields("{\"title\":\"c\",\"seats\":2}"));
        assertThat(History.at(NOW, CHANGES, 2)).contains(fields("{\"title\":\"b\"}"));
        assertThat(History.at(NOW, CHANGES, 1)).contains(fields("{\"title\":\"a\",\"link\":\"x\"}"));
    }

    @Test
    void what_the_feed_does_not_tell_is_not_invented() {
        assertThat(History.at(NOW, CHANGES, 0)).isEmpty();
        assertThat(History.at(NOW, CHANGES, 4)).isEmpty();
        assertThat(History.at(NOW, CHANGES.subList(2, 3), 1)).isEmpty();
        assertThat(History.at(NOW, List.of(change(3, Verb.UPDATED, null, "{\"title\":\"b\"}")), 2))
                .isEmpty();
        assertThat(History.at(NOW, List.of(change(3, Verb.UPDATED, "{\"title\":\"c\"}", null)), 2))
                .isEmpty();
        assertThat(History.at(NOW, List.of(change(3, Verb.CREATED, "{\"title\":\"c\"}", null)), 2))
                .isEmpty();
    }

    @Test
    void change_of_a_property_that_nobody_else_changed_is_no_conflict() {
        var read = History.at(NOW, CHANGES, 2);

        assertThatCode(() -> Conflict.refuseLost(fields("{\"link\":\"new\"}"), true, read, NOW))
                .doesNotThrowAnyException();
        assertThatCode(() -> Conflict.refuseLost(fields("{\"title\":\"c\"}"), true, read, NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void numbers_and_what_is_inside_are_compared_as_json() {
        var stored = new Document(
                SPACE,
                "1",
                3,
                "e",
                new JsonObject().put("seats", 2L).put("inner", fields("{\"a\":[1.0]}")),
                false,
                Instant.EPOCH,
                "bob");

        assertThatCode(() -> Conflict.refuseLost(
                        fields("{\"seats\":2,\"inner\":{\"a\":[1]}}"), true, Optional.empty(), stored))
                .doesNotThrowAnyException();
    }

    @Test
    void whole_object_as_it_was_read_would_undo_what_was_added_since() {
        var read = History.at(NOW, CHANGES, 2);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Conflict.refuseLost(fields("{\"title\":\"b\"}"), false, read, NOW))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.REVISION_CONFLICT);
                    assertThat(failure.details().getJsonObject("conflicts").fieldNames())
                            .containsExactly("seats", "title");
                });
    }

    @Test
    void without_knowing_what_was_read_every_difference_counts() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Conflict.refuseLost(fields("{\"title\":\"z\"}"), true, Optional.empty(), NOW));
    }

    @Test
    void revert_finds_its_revision_by_version_time_and_row() {
        assertThat(RevertTarget.of(fields("{\"version\":\"1.0.1\"}")).revision(NOW, CHANGES))
                .isEqualTo(2);
        assertThat(RevertTarget.of(fields("{\"datetime\":\"1970-01-01T00:00:02.5+00:00\"}"))
                        .revision(NOW, CHANGES))
                .isEqualTo(2);
        assertThat(RevertTarget.of(fields("{\"auditTrailId\":\"10.decidesk:meeting\"}"))
                        .revision(NOW, CHANGES))
                .isEqualTo(1);
        for (var body : List.of(
                "{}",
                "{\"version\":3}",
                "{\"datetime\":\"yesterday\"}",
                "{\"auditTrailId\":\"l10.decidesk:meeting\"}",
                "{\"auditTrailId\":\"10\"}")) {
            assertThatExceptionOfType(ServiceException.class).as(body).isThrownBy(() -> RevertTarget.of(fields(body)));
        }
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () -> RevertTarget.of(fields("{\"version\":\"2.0\"}")).revision(NOW, CHANGES));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> RevertTarget.of(fields("{\"datetime\":\"1969-01-01T00:00:00Z\"}"))
                        .revision(NOW, CHANGES));
    }
}
