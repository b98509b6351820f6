package io.lockstep.deploy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What viewers see of a running server while people write, viewers come and go by all transports, and members are removed:
 * their own notes, writers' notes and the database are compared. {@code -Dseed=}, {@code -Dseconds=} and {@code -Dclients=}
 * repeat what everybody chooses to do, make it longer, and the crowd larger.
 */
final class DeliveryIT {
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int CLIENTS = Integer.getInteger("clients", 200);

    private final Path directory;

    DeliveryIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private Workload.Outcome run(Map<String, String> settings) throws Exception {
        System.out.println("DeliveryIT: replay the choices with -Dseed=" + SEED);
        var plan = Workload.Plan.of(CLIENTS, true, Duration.ofSeconds(SECONDS), SEED, QUIET_WITHIN);
        try (var server = CrowdServer.start(directory, settings);
                var workload = new Workload(server.lockstep().httpPort(), plan)) {
            var outcome = workload.run(() -> {});
            System.out.println("DeliveryIT: " + outcome);
            return outcome;
        }
    }

    @Test
    void every_viewer_is_told_of_each_change_once_and_in_order_and_has_what_the_database_has() throws Exception {
        // When
        var outcome = run(Map.of());
        // Then
        assertThat(outcome.checker().findings()).isEmpty();
        assertThat(outcome.behind()).isEmpty();
        for (var kind : TransportKind.values()) {
            assertThat(outcome.sightings().counted("Joined by " + kind)).isPositive();
        }
        assertThat(outcome.sightings().counted("Changed truncated")).isPositive();
        assertThat(outcome.sightings().counted("Refused")).isPositive();
    }

    @Test
    void viewers_that_read_slowly_get_merged_changes_or_reload_and_miss_nothing() throws Exception {
        // When
        var outcome = run(Map.of(
                "LOCKSTEP_SOCKETS_MERGE_ABOVE_MESSAGES",
                "8",
                "LOCKSTEP_SOCKETS_OUTBOX_MAX_MESSAGES",
                "64",
                "LOCKSTEP_SOCKETS_OUTBOX_MAX_BYTES",
                "65536"));
        // Then
        assertThat(outcome.checker().findings()).isEmpty();
        assertThat(outcome.behind()).isEmpty();
        assertThat(outcome.sightings().counted("Changed merged")).isPositive();
        assertThat(outcome.sightings().counted("Resync slow")).isPositive();
    }
}
