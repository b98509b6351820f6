package io.lockstep.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandsTest {
    private static final Commands COMMANDS = new Commands(List.of(
            new Command("greet", "says hello", "usage: greet", (arguments, terminal) -> {
                terminal.out().println("hello " + arguments);
                return 7;
            }),
            new Command("fail", "fails", "usage: fail", (arguments, terminal) -> {
                throw new CommandFailure("it is Sunday: wait for Monday");
            })));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void the_first_word_says_which_command_runs() {
        assertThat(run("greet", "you")).isEqualTo(7);
        assertThat(out.toString(UTF_8)).isEqualTo("hello [you]\n");
    }

    @Test
    void a_failure_is_one_line_on_the_error_output() {
        assertThat(run("fail")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(errors.toString(UTF_8)).isEqualTo("lockstep fail: it is Sunday: wait for Monday\n");
    }

    @Test
    void an_unknown_word_is_answered_with_those_that_are_known() {
        assertThat(run("gret")).isEqualTo(1);
        assertThat(errors.toString(UTF_8))
                .startsWith("lockstep: 'gret' is not understood: give greet, fail, help, --version or nothing");
    }

    @Test
    void help_lists_all_commands_and_shows_each() {
        assertThat(run("help")).isZero();
        assertThat(out.toString(UTF_8)).contains("greet", "says hello", "fail");
        for (var way : List.of(List.of("help", "greet"), List.of("greet", "--help"), List.of("greet", "x", "-h"))) {
            out.reset();
            assertThat(run(way.toArray(String[]::new))).isZero();
            assertThat(out.toString(UTF_8)).isEqualTo("usage: greet\n");
        }
    }

    @Test
    void signs_need_a_locale_of_utf_8() {
        assertThat(terminal(Map.of("LANG", "de_DE.UTF-8")).isUtf8()).isTrue();
        assertThat(terminal(Map.of("LC_ALL", "C.utf8", "LANG", "C")).isUtf8()).isTrue();
        assertThat(terminal(Map.of("LC_ALL", "C", "LANG", "C.UTF-8")).isUtf8()).isFalse();
        assertThat(terminal(Map.of("LC_CTYPE", "POSIX", "LANG", "C.UTF-8")).isUtf8())
                .isFalse();
        assertThat(terminal(Map.of()).isUtf8()).isFalse();
    }

    @Test
    void a_password_is_the_first_line_of_the_standard_input() {
        var input = new ByteArrayInputStream("corréct horse\nsecond\n".getBytes(UTF_8));
        var terminal = new Terminal(Map.of(), input, print(out), print(errors));

        assertThat(terminal.password(true)).isEqualTo("corréct horse");
    }

    private int run(String... arguments) {
        return COMMANDS.run(List.of(arguments), terminal(Map.of()));
    }

    private Terminal terminal(Map<String, String> environment) {
        return new Terminal(environment, InputStream.nullInputStream(), print(out), print(errors));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }
}
