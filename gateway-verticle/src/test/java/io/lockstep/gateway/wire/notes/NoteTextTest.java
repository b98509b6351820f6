package io.lockstep.gateway.wire.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoteTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "Plan > Plan",
                "a*b|c/d\\e:f\"g<h?i > abcdefghi",
                "' ..hidden ' > hidden",
                "'a\tb\u00a0c' > a b c",
                "'' > New note",
                "'...' > New note",
            })
    void a_title_is_the_name_of_a_file(String text, String title) {
        assertThat(NoteText.title(text)).isEqualTo(title);
    }

    @Test
    void a_title_is_the_first_line_and_has_at_most_100_characters() {
        assertThat(NoteText.title("\n .one\ntwo")).isEqualTo("one");
        assertThat(NoteText.title("😀".repeat(101))).isEqualTo("😀".repeat(100));
    }

    @ParameterizedTest
    @CsvSource({
        "'# Heading #\ntext', Heading",
        "'- item\n- other', item",
        "'Title\n=====\ntext', Title",
        "'---\n**bold** and _soft_', bold and soft",
        "'', New note",
    })
    void version_0_2_takes_the_title_from_the_content(String content, String title) {
        assertThat(NoteText.titleOf(content)).isEqualTo(title);
    }

    @Test
    void a_taken_title_gets_the_first_free_number_within_100_characters() {
        var full = "x".repeat(100);

        assertThat(NoteText.free("a", Set.of("b"))).isEqualTo("a");
        assertThat(NoteText.free("a", Set.of("a"))).isEqualTo("a (2)");
        assertThat(NoteText.free("a (2)", Set.of("a", "a (2)"))).isEqualTo("a (3)");
        assertThat(NoteText.free(full, Set.of(full))).isEqualTo("x".repeat(96) + " (2)");
    }

    @ParameterizedTest
    @CsvSource({
        "Test/../New Category, Test/New Category",
        "/a//b/, a/b",
        "'', ''",
        "a/.b, a/b",
        "'a: x/ ?', a x",
    })
    void a_category_is_a_path_of_names(String text, String category) {
        assertThat(NoteText.category(text)).isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({"../../Test/./../X, X", "'', ''", "/Notes/, Notes", "a\\b, a/b"})
    void a_path_never_leaves_the_root(String text, String path) {
        assertThat(NoteText.path(text)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"illegal value, .illegalvalue", "'', .md", ".txt, .txt", "..., .md"})
    void a_suffix_has_a_dot_and_no_strange_characters(String text, String suffix) {
        assertThat(NoteText.suffix(text)).isEqualTo(suffix);
    }
}
