package io.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final Path JSON = Path.of("report.json");
    private static final Options USUAL =
            new Options(Duration.ofMillis(500), Duration.ofSeconds(8), 5, List.of(64, 1, 256), 1000, JSON);
    private static final Options SHORTEST =
            new Options(Duration.ofMillis(200), Duration.ZERO, 2, List.of(8), 10, Path.of("short.json"));

    @Test
    void what_is_not_given_keeps_its_default() {
        var options = parse("--seconds 1.5 --in-flight 16,2");

        assertThat(options)
                .isEqualTo(new Options(Duration.ofMillis(1_500), Duration.ofSeconds(8), 5, List.of(16, 2), 1000, JSON));
    }

    @Test
    void the_short_form_leaves_its_report_where_it_is_asked_to() {
        var options = parse("--json other.json --short");

        assertThat(options).isEqualTo(SHORTEST.leftAt(Path.of("other.json")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--sconds 1", "--seconds", "--seconds soon", "--in-flight 0", "--size 0", "--repetitions 1.5"})
    void what_makes_no_sense_is_refused(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Options parse(String line) {
        return Options.parse(line.split(" "), USUAL, SHORTEST);
    }
}
