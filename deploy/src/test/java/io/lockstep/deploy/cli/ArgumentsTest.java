package io.lockstep.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
    @Test
    void words_options_and_flags_come_in_any_order() {
        // When
        var read = read("add", "--user=alice", "--json", "bob", "--title", "A = B", "-");

        // Then
        assertThat(read.words()).containsExactly("add", "bob", "-");
        assertThat(read.option("--user")).contains("alice");
        assertThat(read.option("--title")).contains("A = B");
        assertThat(read.has("--json")).isTrue();
        assertThat(read.has("--all")).isFalse();
    }

    @Test
    void what_is_not_understood_is_named_with_the_usage_below() {
        assertRefused("--ttile is not known: did you mean --title?", "--ttile", "x");
        assertRefused("--json is not known", "--json=1");
        assertRefused("--user needs a value", "add", "--user");
        assertRefused("--user is given twice", "--user", "a", "--user=b");
    }

    @Test
    void a_missing_word_is_named_and_one_too_many_too() {
        var read = read("add", "bob");

        assertThat(read.exactly("what", "the name")).containsExactly("add", "bob");
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> read.exactly("what", "the name", "the role"))
                .withMessage("the role is missing\nthe usage");
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> read.exactly("what"))
                .withMessage("'bob' is one word too many\nthe usage");
    }

    private static void assertRefused(String sentence, String... arguments) {
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> read(arguments))
                .withMessageStartingWith(sentence)
                .withMessageEndingWith("\nthe usage");
    }

    private static Arguments read(String... arguments) {
        return Arguments.of(List.of(arguments), Set.of("--user", "--title"), Set.of("--json", "--all"), "the usage");
    }
}
