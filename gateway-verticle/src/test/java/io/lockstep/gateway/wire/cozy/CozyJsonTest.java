package io.lockstep.gateway.wire.cozy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CozyJsonTest {
    @Test
    void every_failure_has_its_status_and_words() {
        // When
        var answers = Arrays.stream(FailureCode.values())
                .map(code -> CozyJson.failed(new ServiceException(code, "why")))
                .map(answer -> answer.status() + " " + answer.body())
                .toList();
        // Then
        assertThat(answers)
                .containsExactly(
                        "400 {\"error\":\"Bad Request(400): why\"}",
                        "401 {\"error\":\"unauthorized\",\"reason\":\"why\"}",
                        "403 {\"error\":\"forbidden\",\"reason\":\"why\"}",
                        "404 {\"error\":\"not_found\",\"reason\":\"Database does not exist.\"}",
                        "400 {\"error\":\"Bad Request(400): the since is too old\"}",
                        "409 {\"error\":\"conflict\",\"reason\":\"Document update conflict.\"}",
                        "413 {\"error\":\"too_large\",\"reason\":\"why\"}",
                        "423 {\"error\":\"locked\",\"reason\":\"why\"}",
                        "429 {\"error\":\"too_many_requests\",\"reason\":\"why\"}",
                        "500 {\"error\":\"internal_server_error\",\"reason\":\"why\"}",
                        "503 {\"error\":\"service_unavailable\",\"reason\":\"why\"}",
                        "507 {\"error\":\"insufficient_storage\",\"reason\":\"why\"}");
    }

    @Test
    void notify_route_fails_in_the_words_of_json_api() {
        assertThat(NotifyJson.failed(new ServiceException(FailureCode.NOT_FOUND, "x"))
                        .body())
                .isEqualTo("{\"errors\":[{\"status\":\"403\",\"title\":\"Forbidden\","
                        + "\"detail\":\"you may not send to this doctype\"}]}");
        assertThat(NotifyJson.failed(new ServiceException(FailureCode.BAD_REQUEST, "x"))
                        .body())
                .isEqualTo("{\"errors\":[{\"status\":\"400\",\"title\":\"Bad Request\",\"detail\":\"x\"}]}");
    }

    @Test
    void members_of_the_protocol_are_not_kept() {
        var body = new JsonObject(
                "{\"_id\":\"a\",\"_rev\":\"1-x\",\"_type\":\"t\",\"_attachments\":{},\"n\":1,\"o\":null}");
        assertThat(CozyJson.fields(body).encode()).isEqualTo("{\"n\":1,\"o\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"_foo\":1}", "{\"_attachments\":{\"a\":{}}}", "{\"_attachments\":1}"})
    void other_reserved_members_are_refused(String body) {
        assertThatThrownBy(
                        () -> assertThat(CozyJson.fields(new JsonObject(body))).isNull())
                .isInstanceOf(ServiceException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "io.cozy.todos, true",
        "todos, true",
        "io.cozy_2.x, true",
        "io.Cozy, false",
        ".io, false",
        "io., false",
        "io..cozy, false",
        "io/cozy, false",
        "'', false",
    })
    void doctype_is_a_name_of_lowercase_parts(String name, boolean isValid) {
        assertThat(Doctype.isValid(name)).isEqualTo(isValid);
    }

    @Test
    void revisions_are_known_from_the_first_to_the_last() {
        var third = Revision.of("t", "a", 3);
        assertThat(third.toString()).matches("3-[0-9a-f]{32}");
        assertThat(Revision.parse(third.toString())).contains(third);
        assertThat(third.isOf("t", "a")).isTrue();
        assertThat(third.isOf("t", "b")).isFalse();
        var history = Revision.history("t", "a", 3);
        assertThat(history.getJsonArray("ids"))
                .containsExactly(
                        third.hash(),
                        Revision.of("t", "a", 2).hash(),
                        Revision.of("t", "a", 1).hash());
        assertThat(Revision.history("t", "a", 5_000).getJsonArray("ids")).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "0-00000000000000000000000000000000",
                "1-zz",
                "-1-00000000000000000000000000000000",
                "99999999999999999999-00000000000000000000000000000000"
            })
    void other_texts_are_no_revision(String text) {
        assertThat(Revision.parse(text)).isEmpty();
    }
}
