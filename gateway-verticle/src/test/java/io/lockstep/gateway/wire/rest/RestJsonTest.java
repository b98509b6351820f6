package io.lockstep.gateway.wire.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestJsonTest {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");
    private static final String ETAG = "9e107d9d372bb6826bd81d3542a419d6";

    @Test
    void changes_are_what_clients_get_live() {
        var patch = new JsonObject().put("doc_title", "Plan").putNull("owner");
        var updated = new Event.Changed(
                "metavox:103", 42, "456", 7, ETAG, Verb.UPDATED, patch, false, "alice", AT, "1.0.16", 3);
        var deleted =
                new Event.Changed("metavox:103", 43, "457", 2, ETAG, Verb.DELETED, null, false, "bob", AT, "1.0.17", 3);

        assertThat(RestJson.changes(new Changes(List.of(updated, deleted), "1.0.17", 5)))
                .isEqualTo(golden("changes"));
    }

    @Test
    void identity_is_user_name_and_groups() {
        assertThat(RestJson.identity(new Identity("alice", "Alice", List.of("staff"))))
                .isEqualTo(golden("identity"));
    }

    @Test
    void only_the_picked_keys_pass_and_a_null_stays() {
        var body = new JsonObject().putNull("fence").put("mode", "create").put("fields", new JsonObject());

        assertThat(RestJson.pick(body, "fields", "fence", "operation"))
                .isEqualTo(new JsonObject().put("fields", new JsonObject()).putNull("fence"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "1.5", "ten", "", " 5", "99999999999999999999"})
    void limit_that_is_no_whole_number_in_range_is_refused_by_name(String limit) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> RestJson.limit(limit))
                .withMessageStartingWith("'limit' must be ");
    }

    @Test
    void limit_reaches_from_1_to_1000_and_may_be_absent() {
        assertThat(RestJson.limit("1")).isEqualTo(1);
        assertThat(RestJson.limit("1000")).isEqualTo(1000);
        assertThat(RestJson.limit(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json ; charset=utf-8",
                "application/merge-patch+json"
            })
    void json_types_are_taken(String type) {
        assertThatCode(() -> RestJson.requireJson(type)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "",
                "application/jsonp",
                "text/application/json"
            })
    void types_that_a_foreign_page_may_send_unasked_are_refused(String type) {
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> RestJson.requireJson(type))
                .satisfies(refusal -> assertThat(refusal.getStatusCode()).isEqualTo(415));
    }

    @Test
    void body_without_a_type_is_refused() {
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> RestJson.requireJson(null));
    }

    @Test
    void ids_are_encoded_as_one_segment_each() {
        assertThat(RestJson.documentPath("/api/v1", "notes:j%C3%B6rg", "a/b ?*"))
                .isEqualTo("/api/v1/spaces/notes:j%25C3%25B6rg/documents/a%2Fb%20%3F*");
    }

    private static JsonObject golden(String name) {
        try (var file = RestJsonTest.class.getResourceAsStream("/golden/rest/" + name + ".json")) {
            return new JsonObject(
                    new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
