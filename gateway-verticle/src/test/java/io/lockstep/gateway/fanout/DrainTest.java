package io.lockstep.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests how many sessions end at once when the server stops. */
final class DrainTest {
    @Test
    void many_are_spread_over_the_whole_time() {
        assertThat(Drain.atOnce(10_000, Duration.ofSeconds(10))).isEqualTo(50);
    }

    @Test
    void few_do_not_take_the_whole_time() {
        assertThat(Drain.atOnce(3, Duration.ofSeconds(10))).isEqualTo(3);
        assertThat(Drain.atOnce(100, Duration.ofSeconds(10))).isEqualTo(10);
    }

    @Test
    void without_a_time_all_end_at_once() {
        assertThat(Drain.atOnce(10_000, Duration.ZERO)).isEqualTo(10_000);
        assertThat(Drain.atOnce(0, Duration.ZERO)).isEqualTo(1);
    }
}
