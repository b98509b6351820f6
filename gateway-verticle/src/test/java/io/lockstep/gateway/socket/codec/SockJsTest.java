package io.lockstep.gateway.socket.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsTest {
    @Test
    void message_is_an_array_of_one_string_in_ascii() {
        assertThat(SockJs.message("{\"a\":\"\\ü\n\u2028\u007f\"}"))
                .isEqualTo("a[\"{\\\"a\\\":\\\"\\\\\\u00fc\\u000a\\u2028\\u007f\\\"}\"]");
    }

    @Test
    void every_character_survives() {
        // Given
        var text = new StringBuilder();
        for (var letter = 0; letter <= Character.MAX_VALUE; letter++) {
            text.append((char) letter);
        }
        // When
        var message = SockJs.message(text.toString());
        // Then
        assertThat(new JsonArray(message.substring(1)).getString(0)).isEqualTo(text.toString());
        assertThat(SockJs.messages(message.substring(1))).contains(List.of(text.toString()));
    }

    @Test
    void close_carries_code_and_reason() {
        assertThat(SockJs.close(1012, "it's \"over\"")).isEqualTo("c[1012,\"it's \\\"over\\\"\"]");
    }

    @Test
    void client_sends_a_string_or_an_array_of_them() {
        assertThat(SockJs.messages("\"a\"")).contains(List.of("a"));
        assertThat(SockJs.messages("[\"a\",\"\\u00fc\\n\"]")).contains(List.of("a", "ü\n"));
        assertThat(SockJs.messages("[]")).contains(List.of());
        assertThat(SockJs.messages("")).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "[",
                "[\"a\"",
                "[\"a\",",
                "[1]",
                "[\"a\",[\"b\"]]",
                "{}",
                "1",
                "null",
                "\"a",
                "\"a\"\"b\"",
                "[\"a\"] x"
            })
    void anything_else_is_not_sockjs(String text) {
        assertThat(SockJs.messages(text)).isEmpty();
    }
}
