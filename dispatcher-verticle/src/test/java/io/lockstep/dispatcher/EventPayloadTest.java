package io.lockstep.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the payloads that are published to Redis. */
final class EventPayloadTest {

    @Test
    void a_message_without_a_body_has_none() {
        assertThat(EventPayload.custom("{\"user\":\"alice\",\"message\":\"m\",\"extra\":[1]}"))
                .isEqualTo(new Event.Custom("alice", "m", null));
    }

    @ParameterizedTest
    @CsvSource({"42, 42", "0, 0", "123456789012345678901234567890, 123456789012345678901234567890"})
    void a_numeric_user_is_its_decimal_text(String number, String user) {
        assertThat(EventPayload.custom("{\"user\":" + number + ",\"message\":\"m\"}")
                        .user())
                .isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"123456789012345678901234567890", "1.0", "[1,{\"a\":null}]", "\"ü\"", "false", "{\"a\":{}}"})
    void any_body_survives_as_json(String body) {
        var event = EventPayload.custom("{\"user\":\"alice\",\"message\":\"m\",\"body\":" + body + "}");

        assertThat(Json.toJson(event).encode()).endsWith("\"body\":" + body + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "null",
                "[]",
                "{}",
                "{\"user\":\"alice\"}",
                "{\"message\":\"m\"}",
                "{\"user\":null,\"message\":\"m\"}",
                "{\"user\":1.0,\"message\":\"m\"}",
                "{\"user\":true,\"message\":\"m\"}",
                "{\"user\":\"\",\"message\":\"m\"}",
                "{\"user\":\"alice\",\"message\":7}",
                "{\"user\":\"alice\",\"message\":\"m\"} x",
                "{\"user\":\"alice\",\"message\":\"m\""
            })
    void what_is_malformed_is_refused(String payload) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> EventPayload.custom(payload))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }

    @Test
    void one_event_or_an_array_of_them_is_read_in_order() {
        assertThat(EventPayload.events("{\"user\":7,\"message\":\"\"}"))
                .containsExactly(new Event.Custom("7", "", null));
        assertThat(EventPayload.events("""
                        [{"space":"team:a","document":"d","message":"m","body":false,"extra":1},
                         {"space":"team:a","document":null,"message":"n"},
                         {"user":"bob","message":"o"}]"""))
                .containsExactly(
                        new Event.CustomInSpace("team:a", "d", "m", false, null, null),
                        new Event.CustomInSpace("team:a", null, "n", null, null, null),
                        new Event.Custom("bob", "o", null));
    }

    @Test
    void too_many_events_at_once_are_refused() {
        var event = "{\"user\":\"bob\",\"message\":\"o\"}";

        assertThat(EventPayload.events("[" + (event + ",").repeat(999) + event + "]"))
                .hasSize(1000);
        assertMalformed("[" + (event + ",").repeat(1000) + event + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "null",
                "[7]",
                "[{\"user\":\"bob\",\"message\":\"o\"},{}]",
                "{\"space\":\"team:a\"}",
                "{\"space\":\"no space\",\"message\":\"m\"}",
                "{\"space\":7,\"message\":\"m\"}",
                "{\"space\":\"team:a\",\"document\":7,\"message\":\"m\"}",
                "{\"space\":\"team:a\",\"document\":\"\",\"message\":\"m\"}",
                "{\"space\":\"team:a\",\"user\":\"bob\",\"message\":\"m\"}",
                "{\"document\":\"d\",\"message\":\"m\"}"
            })
    void malformed_events_are_refused_all_of_them(String payload) {
        assertMalformed(payload);
    }

    private static void assertMalformed(String payload) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> EventPayload.events(payload))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }
}
