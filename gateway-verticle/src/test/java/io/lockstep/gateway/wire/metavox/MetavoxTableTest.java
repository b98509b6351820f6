package io.lockstep.gateway.wire.metavox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetavoxTableTest {
    private final MetavoxTable table = new MetavoxTable();

    @Test
    void path_is_found_by_its_words_and_its_numbers_are_told_in_their_order() {
        // Given
        table.on(HttpMethod.PUT, "groupfolders/#/views/#", request -> Future.succeededFuture(MetavoxJson.SUCCESS));
        table.on(
                HttpMethod.PUT, "groupfolders/#/views/reorder", request -> Future.succeededFuture(MetavoxJson.SUCCESS));
        // When
        var found = table.find("groupfolders/103/views/7");
        // Then
        assertThat(found.map(MetavoxTable.Found::ids)).contains(List.of("103", "7"));
        assertThat(found.map(match -> match.methods().keySet().size())).contains(1);
        assertThat(table.find("groupfolders/103/views/reorder").map(MetavoxTable.Found::ids))
                .contains(List.of("103"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "groupfolders",
                "groupfolders/103/views/7/",
                "groupfolders/0103/views/7",
                "groupfolders/-1/views/7",
                "groupfolders/1234567890123456789/views/7",
                "groupfolders/#/views/#",
                "groupfolders//views/7",
                "groupfolders/1/views/%37"
            })
    void other_paths_are_not_there(String path) {
        // Given
        table.on(HttpMethod.PUT, "groupfolders/#/views/#", request -> Future.succeededFuture(MetavoxJson.SUCCESS));
        // Then
        assertThat(table.find(path)).isEmpty();
    }

    @Test
    void only_first_words_of_the_table_are_its_own() {
        // Given
        table.on(HttpMethod.GET, "init", request -> Future.succeededFuture(MetavoxJson.SUCCESS));
        // Then
        assertThat(table.covers("init")).isTrue();
        assertThat(table.covers("init/x")).isTrue();
        assertThat(table.covers("v1/spaces")).isFalse();
    }
}
