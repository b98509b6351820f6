package io.lockstep.deploy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same as {@link DeliveryIT} over a bus that loses, repeats, delays and reorders messages at random. Nobody reads slowly
 * all the time: how soon everybody has everything says how soon faults heal.
 */
final class LossyBusIT {
    /** I9: a lost last event is found by the comparison of heads, once a second. */
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(5);

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int CLIENTS = Integer.getInteger("clients", 200);

    private final Path directory;

    LossyBusIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void nothing_is_lost_repeated_or_disordered_for_viewers_over_a_bus_that_does_all_of_it() throws Exception {
        System.out.println("LossyBusIT: replay the choices with -Dseed=" + SEED);
        // Given
        var plan = Workload.Plan.of(CLIENTS, false, Duration.ofSeconds(SECONDS), SEED, QUIET_WITHIN);
        try (var server = CrowdServer.start(directory, Map.of());
                var faults = new BusFaults(server.lockstep().vertx(), SEED);
                var workload = new Workload(server.lockstep().httpPort(), plan)) {
            // When
            var outcome = workload.run(faults::close);
            System.out.println("LossyBusIT: " + faults + "; " + outcome);
            // Then
            assertThat(faults.hasHarmed()).isTrue();
            assertThat(outcome.checker().findings()).isEmpty();
            assertThat(outcome.behind()).isEmpty();
        }
    }
}
