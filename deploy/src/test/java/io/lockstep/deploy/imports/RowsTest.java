package io.lockstep.deploy.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests how files become rows. */
final class RowsTest {
    private final Path directory;

    RowsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void values_of_a_csv_become_what_their_fields_are_defined_as() throws IOException {
        // Given
        var definitions = new JsonArray()
                .add(field("pages", "number"))
                .add(field("done", "checkbox"))
                .add(field("tags", "multiselect"));

        // When
        var rows = rows(
                "a.csv",
                String.join(
                        "\r\n",
                        "\uFEFFid,title,pages,done,tags",
                        "7,\"Plan, \"\"big\"\"\nsecond line\",12,yes,a; b",
                        ",,1.5,0,",
                        ""),
                definitions);

        // Then
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).isInstanceOfSatisfying(Row.Good.class, row -> {
            assertThat(row.document()).isEqualTo("7");
            assertThat(row.fields())
                    .isEqualTo(new JsonObject()
                            .put("title", "Plan, \"big\"\nsecond line")
                            .put("pages", 12L)
                            .put("done", true)
                            .put("tags", new JsonArray().add("a").add("b")));
        });
        assertThat(rows.get(1)).isInstanceOfSatisfying(Row.Good.class, row -> {
            assertThat(row.document()).isNull();
            assertThat(row.fields().encode()).isEqualTo("{\"pages\":1.5,\"done\":false}");
        });
    }

    @Test
    void a_row_that_does_not_fit_says_why_and_holds_up_nobody() throws IOException {
        // When
        var rows = rows("a.csv", "id,pages\n1,many\n2\n3,3\n", new JsonArray().add(field("pages", "number")));

        // Then
        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L, 3L);
        assertThat(rows.get(0)).isEqualTo(new Row.Bad(1, "1,many", "'pages' must be a number, not 'many'"));
        assertThat(rows.get(1)).isEqualTo(new Row.Bad(2, "2", "the row has 1 values, the first line 2"));
        assertThat(rows.get(2)).isInstanceOf(Row.Good.class);
    }

    @Test
    void a_first_line_that_names_a_column_twice_is_refused() {
        assertThatThrownBy(() -> rows("a.csv", "id,a,a\n1,2,3\n", new JsonArray()))
                .hasMessage("the first line must name each column once, but is [id, a, a]");
        assertThatThrownBy(() -> rows("a.csv", "", new JsonArray())).hasMessageStartingWith("the file is empty");
    }

    @Test
    void json_lines_may_be_flat_or_name_their_fields() throws IOException {
        // When
        var rows = rows("a.jsonl", """
                {"document":"7","fields":{"id":"kept","n":1}}

                {"id":8,"n":{"deep":[1]}}
                {"n":null}
                [1]
                {"id":{"a":1}}
                {broken
                """, new JsonArray());

        // Then
        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(good(rows.get(0)).document()).isEqualTo("7");
        assertThat(good(rows.get(0)).fields().encode()).isEqualTo("{\"id\":\"kept\",\"n\":1}");
        assertThat(good(rows.get(1)).document()).isEqualTo("8");
        assertThat(good(rows.get(1)).fields().encode()).isEqualTo("{\"n\":{\"deep\":[1]}}");
        assertThat(good(rows.get(2)).document()).isNull();
        assertThat(rows.subList(3, 6)).allSatisfy(row -> assertThat(row).isInstanceOf(Row.Bad.class));
    }

    private static Row.Good good(Row row) {
        return (Row.Good) row;
    }

    private List<Row> rows(String name, String text, JsonArray definitions) throws IOException {
        var file = Files.writeString(directory.resolve(name), text);
        var options = ImportOptions.of(List.of(file.toString(), "--space", "test:a"), Map.of());
        try (var rows = Rows.of(options, new FieldTypes(definitions))) {
            var all = new ArrayList<Row>();
            rows.forEachRemaining(all::add);
            assertThat(rows.bytesRead()).isEqualTo(Files.size(file));
            return all;
        }
    }

    private static JsonObject field(String name, String type) {
        return new JsonObject().put("name", name).put("type", type);
    }
}
