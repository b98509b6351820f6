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

/** Tests the payload of notify_custom. */
final class CustomMessageTest {

    @Test
    void a_message_without_a_body_has_none() {
        assertThat(CustomMessage.parse("{\"user\":\"alice\",\"message\":\"m\",\"extra\":[1]}"))
                .isEqualTo(new Event.Custom("alice", "m", null));
    }

    @ParameterizedTest
    @CsvSource({"42, 42", "0, 0", "123456789012345678901234567890, 123456789012345678901234567890"})
    void a_numeric_user_is_its_decimal_text(String number, String user) {
        assertThat(CustomMessage.parse("{\"user\":" + number + ",\"message\":\"m\"}")
                        .user())
                .isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"123456789012345678901234567890", "1.0", "[1,{\"a\":null}]", "\"ü\"", "false", "{\"a\":{}}"})
    void any_body_survives_as_json(String body) {
        var event = CustomMessage.parse("{\"user\":\"alice\",\"message\":\"m\",\"body\":" + body + "}");

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
                .isThrownBy(() -> CustomMessage.parse(payload))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }
}
