package io.lockstep.gateway.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeRequestTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":                                          | invalid_json
            [1]                                               | invalid_json
            null                                              | invalid_json
            "text"                                            | invalid_json
            {}                                                | missing_type
            {"type":5}                                        | missing_type
            {"type":"register"}                               | missing_address
            {"type":"register","address":7}                   | missing_address
            {"type":"dance","address":"a"}                    | invalid_type
            {"type":"publish","address":"a","body":{}}        | access_denied
            {"type":"send","address":"a","replyAddress":9}    | invalid_reply_address
            """)
    void what_breaks_the_protocol_has_its_word(String text, String word) {
        assertThat(BridgeRequest.parse(text)).isEqualTo(new BridgeRequest.Malformed(word));
    }

    @Test
    void json_that_is_too_deep_is_refused_before_anybody_maps_it() {
        var deep = "{\"a\":".repeat(500) + "1" + "}".repeat(500);
        assertThat(BridgeRequest.parse("{\"type\":\"send\",\"address\":\"a\",\"body\":" + deep + "}"))
                .isEqualTo(new BridgeRequest.Malformed("invalid_json"));
    }

    @Test
    void registration_may_carry_a_cursor() {
        assertThat(BridgeRequest.parse("{\"type\":\"register\",\"address\":\"a\",\"headers\":{\"cursor\":\"1.a.b\"}}"))
                .isEqualTo(new BridgeRequest.Register("a", "1.a.b", null));
        assertThat(BridgeRequest.parse("{\"type\":\"register\",\"address\":\"a\",\"headers\":{}}"))
                .isEqualTo(new BridgeRequest.Register("a", null, null));
    }

    @Test
    void registration_may_carry_a_selector_and_what_cannot_be_one_is_refused() {
        assertThat(BridgeRequest.parse(
                        "{\"type\":\"register\",\"address\":\"a\",\"headers\":{\"selector\":{\"x\":1}}}"))
                .isEqualTo(new BridgeRequest.Register("a", null, new JsonObject().put("x", 1)));
        for (var header : List.of("\"selector\":\"x\"", "\"cursor\":7")) {
            assertThat(BridgeRequest.parse("{\"type\":\"register\",\"address\":\"a\",\"headers\":{" + header + "}}"))
                    .isInstanceOf(BridgeRequest.Refused.class);
        }
    }

    @Test
    void body_that_is_no_object_is_an_empty_one() {
        assertThat(BridgeRequest.parse("{\"type\":\"send\",\"address\":\"a\",\"body\":3,\"replyAddress\":\"r\"}"))
                .isEqualTo(new BridgeRequest.Send("a", new JsonObject(), "r"));
    }
}
