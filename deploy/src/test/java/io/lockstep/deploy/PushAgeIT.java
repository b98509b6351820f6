package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.deploy.NotifyPushWireIT.Client;
import io.lockstep.deploy.config.LockstepConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Push sockets of a server that lets none of them grow old. */
class PushAgeIT {
    private static final Duration AGE = Duration.ofSeconds(2);

    private static Lockstep start(Path data) throws Exception {
        var stores = Stack.shared();
        return Lockstep.start(LockstepConfig.of(Map.of(
                        "LOCKSTEP_HTTP_PORT", "0",
                        "LOCKSTEP_MANAGEMENT_PORT", "0",
                        "LOCKSTEP_DATA_DIR", data.toString(),
                        "LOCKSTEP_POSTGRES_URI", stores.postgresUri().orElseThrow(),
                        "LOCKSTEP_REDIS_URI", stores.redisUri().orElseThrow(),
                        "LOCKSTEP_REDIS_NAMESPACE", "age:",
                        "LOCKSTEP_PUSH_MAX_CONNECTION_SECONDS", String.valueOf(AGE.toSeconds()),
                        "LOCKSTEP_JWT_SECRET", "x".repeat(32))))
                .await(120, SECONDS);
    }

    @Test
    void socket_is_closed_when_it_has_reached_its_age_and_its_client_may_come_again(@TempDir Path data)
            throws Exception {
        var server = start(data);
        try (var bob = new Client(server.httpPort(), "/push/ws").say("bob", "bob")) {
            assertThat(bob.next()).isEqualTo("authenticated");
            var begun = System.nanoTime();
            // When
            var end = bob.until(text -> text.startsWith("closed"));
            // Then
            assertThat(end).last().isEqualTo("closed 1000");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(AGE.minusMillis(500), AGE.plusSeconds(5));
            try (var again = new Client(server.httpPort(), "/push/ws").say("bob", "bob")) {
                assertThat(again.next()).isEqualTo("authenticated");
            }
        } finally {
            server.close().await(30, SECONDS);
        }
    }
}
