package io.lockstep.gateway.wire.metavox;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetavoxValuesTest {
    private static final List<FieldDefinition> FIELDS = List.of(
            new FieldDefinition("title", null, "text", null, null),
            new FieldDefinition("tags", null, "multiselect", null, null),
            new FieldDefinition("done", null, "checkbox", null, null));

    @Test
    void every_value_is_shown_as_a_text() {
        assertThat(MetavoxValues.text(null)).isEmpty();
        assertThat(MetavoxValues.text("a")).isEqualTo("a");
        assertThat(MetavoxValues.text(true)).isEqualTo("1");
        assertThat(MetavoxValues.text(false)).isEqualTo("0");
        assertThat(MetavoxValues.text(12)).isEqualTo("12");
        assertThat(MetavoxValues.text(1.5)).isEqualTo("1.5");
        assertThat(MetavoxValues.text(new JsonArray().add("a").add("b"))).isEqualTo("a;#b");
        assertThat(MetavoxValues.text(new JsonObject().put("b", 1).put("a", 2))).isEqualTo("{\"a\":2,\"b\":1}");
    }

    @Test
    void choices_are_taken_apart() {
        assertThat(MetavoxValues.choices("a;#;#b")).containsExactly("a", "b");
        assertThat(MetavoxValues.choices(new JsonArray().add("a"))).containsExactly("a");
        assertThat(MetavoxValues.choices("")).isEmpty();
    }

    @Test
    void unknown_names_are_left_out_and_texts_made_where_texts_belong() {
        // Given
        var given = new JsonObject()
                .put("title", 7)
                .put("tags", new JsonArray().add("a"))
                .put("done", true)
                .put("other", "x");
        // Then
        assertThat(MetavoxValues.known(given, FIELDS))
                .isEqualTo(new JsonObject()
                        .put("title", "7")
                        .put("tags", new JsonArray().add("a"))
                        .put("done", true));
        assertThat(MetavoxValues.known(given, List.of())).isEqualTo(given);
        assertThat(MetavoxValues.known(new JsonObject().putNull("title"), FIELDS)
                        .containsKey("title"))
                .isTrue();
    }
}
