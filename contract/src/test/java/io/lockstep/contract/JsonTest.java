package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.PublishEvents;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what the mapper keeps, and how it names what is wrong. */
final class JsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "123456789012345678901234567890",
                "1.0",
                "9007199254740993",
                "-0.5",
                "null",
                "\"ü\\u0000\"",
                "[1,[null,{\"a\":1.0}]]",
                "{\"a\":{\"b\":[true]}}"
            })
    void any_body_of_a_custom_event_survives(String body) {
        // Given
        var text = "{\"type\":\"custom\",\"user\":\"alice\",\"message\":\"m\",\"body\":" + body + "}";

        // When
        var event = Json.fromJson(new JsonObject(text), Event.class);
        var back = Json.toJson(event).encode();

        // Then
        var expected = new JsonObject(text);
        if (body.equals("null")) {
            expected.remove("body");
        }
        assertThat(back).isEqualTo(expected.encode());
    }

    @Test
    void a_field_set_to_null_stays_in_the_message() {
        var write = WriteDocument.of(
                Actor.SYSTEM, "metavox:103", "456", WriteMode.MERGE, new JsonObject().putNull("owner"));

        var back = Json.fromJson(new JsonObject(Json.toJson(write).encode()), WriteDocument.class);

        assertThat(back.fields().containsKey("owner")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'items':[null]}; items.[0]",
                "{'items':'x'}; items",
                "{'items':[{'space':'metavox:1','document':{},'fields':[],'user':'alice'}]}; items.[0].document",
                "{'items':[{'space':'metavox:1','document':'7','fields':[null],'user':'alice'}]}; items.[0].fields.[0]"
            })
    void a_wrong_value_is_named_by_its_path(String json, String path) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Json.fromJson(new JsonObject(json.replace('\'', '"')), CheckLocks.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .withMessageContaining("'" + path + "'");
    }

    @Test
    void a_role_that_does_not_exist_is_named() {
        var json = new JsonObject("{\"actor\":{\"user\":\"alice\"},\"space\":\"metavox:1\",\"members\":{}}");

        json.getJsonObject("members").put("user:bob", "owner");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Json.fromJson(json, PutSpace.class))
                .withMessageContaining("owner");

        json.getJsonObject("members").putNull("user:bob");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Json.fromJson(json, PutSpace.class))
                .withMessageContaining("'members.user:bob'");
    }

    @Test
    void an_event_of_an_unknown_type_is_a_bad_request() {
        var json = new JsonObject().put("events", List.of(new JsonObject().put("type", "unheard_of")));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Json.fromJson(json, PublishEvents.class))
                .withMessageContaining("'events.[0]");
    }
}
