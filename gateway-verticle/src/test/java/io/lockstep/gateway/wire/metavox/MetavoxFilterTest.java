package io.lockstep.gateway.wire.metavox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetavoxFilterTest {
    private static final List<FieldDefinition> FIELDS = List.of(
            new FieldDefinition("pages", null, "number", null, null),
            new FieldDefinition("tags", null, "multiselect", null, null));
    private static final List<Document> FILES = List.of(
            file("1", new JsonObject().put("pages", "12").put("tags", "a;#b")),
            file("2", new JsonObject().put("pages", 9).put("tags", new JsonArray().add("b"))),
            file("3", new JsonObject().put("pages", "")),
            file("10", new JsonObject().put("pages", 9).put("secret", "not defined")));

    private static Document file(String id, JsonObject fields) {
        return new Document("metavox:103", id, 1, "etag", fields, false, Instant.EPOCH, "alice");
    }

    private static List<Object> sorted(JsonObject query) {
        var order = MetavoxFilter.Order.of(new MetavoxInput(query), FIELDS);
        FILES.forEach(order::add);
        return List.copyOf(order.ids().stream().toList());
    }

    @Test
    void numbers_are_sorted_as_numbers_with_nothing_last_both_ways() {
        var query = new JsonObject().put("sort_field", "pages");
        assertThat(sorted(query)).containsExactly(2L, 10L, 1L, 3L);
        assertThat(sorted(query.put("sort_order", "desc"))).containsExactly(1L, 2L, 10L, 3L);
        assertThat(sorted(query.put("sort_field_type", "text"))).containsExactly(2L, 10L, 1L, 3L);
    }

    @Test
    void filters_match_any_of_their_values_and_any_choice_of_several() {
        assertThat(sorted(new JsonObject().put("filters", "{\"tags\":[\"a\",\"c\"]}")))
                .containsExactly(1L);
        assertThat(sorted(new JsonObject().put("filters", "{\"tags\":\"b\",\"pages\":[9]}")))
                .containsExactly(2L);
        assertThat(sorted(new JsonObject().put("filters", "{\"tags\":[\"\"]}"))).containsExactly(3L, 10L);
        assertThat(sorted(new JsonObject().put("filters", "{\"tags\":[]}"))).hasSize(4);
    }

    @Test
    void what_is_no_order_is_refused() {
        for (var query : List.of(
                new JsonObject().put("sort_order", "up"),
                new JsonObject().put("sort_field_type", "colour"),
                new JsonObject().put("filters", "[]"))) {
            assertThatThrownBy(() -> sorted(query)).isInstanceOf(ServiceException.class);
        }
    }

    @Test
    void different_values_of_the_defined_fields_are_told_in_order() {
        // Given
        var all = new MetavoxFilter.Values(FIELDS, List.of());
        var some = new MetavoxFilter.Values(FIELDS, List.of("tags", "never"));
        // When
        FILES.forEach(all::add);
        FILES.forEach(some::add);
        // Then
        assertThat(all.json().encode()).isEqualTo("{\"pages\":[\"12\",\"9\"],\"tags\":[\"a\",\"b\"]}");
        assertThat(some.json().encode()).isEqualTo("{\"never\":[],\"tags\":[\"a\",\"b\"]}");
    }
}
