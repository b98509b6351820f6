package io.lockstep.gateway.wire.metavox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetavoxFieldTest {
    private static MetavoxInput input(String name, Object value) {
        return new MetavoxInput(new JsonObject().put(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "title_2", "gf_title", "file_gf_title", "file_gf_x9", "gf_", "file_gf_"})
    void name_is_lower_case_after_a_prefix(String name) {
        assertThat(MetavoxField.create(input("field_name", name)).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Title", "2title", "_a", "gf-title", "gf_Title", "a b", "tïtle", "a\n"})
    void other_names_are_refused(String name) {
        assertThatThrownBy(() -> MetavoxField.create(input("field_name", name)))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("Invalid field name");
    }

    @Test
    void options_are_a_list_or_the_same_as_text_or_lines() {
        for (var options : List.of(new JsonArray().add("a").add("b"), "[\"a\",\"b\"]", "a\n\nb\n")) {
            var given = new JsonObject().put("field_name", "x").put("field_options", options);
            assertThat(MetavoxField.create(new MetavoxInput(given)).definition().options())
                    .containsExactly("a", "b");
        }
    }

    @Test
    void what_is_kept_comes_back_the_same() {
        // Given
        var field = MetavoxField.create(new MetavoxInput(new JsonObject()
                .put("field_name", "gf_state")
                .put("field_label", "State")
                .put("field_type", "select")
                .put("field_description", "Where it is")
                .put("field_options", new JsonArray().add("new").add("old"))
                .put("is_required", "1")
                .put("sort_order", 3)
                .put("applies_to_groupfolder", 1)));
        // When
        var again = MetavoxField.ofKept("gf_state", new JsonObject(field.kept().encode()));
        // Then
        assertThat(again).isEqualTo(field);
        assertThat(again.json().encode())
                .isEqualTo("{\"id\":" + MetavoxField.id("gf_state")
                        + ",\"field_name\":\"gf_state\",\"field_label\":\"State\",\"field_type\":\"select\","
                        + "\"field_description\":\"Where it is\",\"field_options\":[\"new\",\"old\"],"
                        + "\"is_required\":true,\"sort_order\":3,\"applies_to_groupfolder\":1}");
    }

    @Test
    void id_is_the_same_everywhere_and_positive() {
        assertThat(MetavoxField.id("doc_title")).isEqualTo(1155470653);
        assertThat(MetavoxField.id("status")).isEqualTo(2063623452);
    }
}
