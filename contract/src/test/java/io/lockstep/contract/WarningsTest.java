package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests how often a warning is said that comes again and again. */
final class WarningsTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private long now = 5;
    private final Warnings warnings = new Warnings(() -> now);

    @Test
    void first_of_a_kind_is_said_and_the_others_are_counted() {
        assertThat(warnings.due("'events.[1].type' is missing")).hasValue(1);
        assertThat(warnings.due("'events.[2].type' is missing")).isEmpty();
        assertThat(warnings.due("'events' is required")).hasValue(1);
        now += MINUTE;
        assertThat(warnings.due("'events.[3].type' is missing")).hasValue(2);
        assertThat(warnings.due("'events.[3].type' is missing")).isEmpty();
    }

    @Test
    void kinds_without_end_neither_fill_the_log_nor_the_memory() {
        // When
        var said = IntStream.range(0, 10_000)
                .filter(number -> warnings.due("kind " + "x".repeat(number)).isPresent())
                .count();
        now += MINUTE;
        // Then
        assertThat(said).isEqualTo(100);
        assertThat(warnings.due("another kind")).hasValue(1);
    }
}
