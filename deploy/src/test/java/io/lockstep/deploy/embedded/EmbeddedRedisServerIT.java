package io.lockstep.deploy.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the embedded Redis as a process. */
final class EmbeddedRedisServerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path directory;

    EmbeddedRedisServerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void a_redis_that_is_killed_comes_back_on_the_same_port() throws IOException {
        try (var server = EmbeddedRedisServer.start(new DataDir(directory))) {
            // Given
            var before = processId();

            // When
            assertThat(ProcessHandle.of(before).orElseThrow().destroyForcibly()).isTrue();

            // Then
            assertThat(awaitOtherThan(before, server.uri())).isNotEqualTo(before);
        }
    }

    private long processId() throws IOException {
        return Long.parseLong(
                Files.readString(directory.resolve("redis/redis.pid")).strip());
    }

    private long awaitOtherThan(long before, String uri) throws IOException {
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            if (ping(uri)) {
                return processId();
            }
            Thread.onSpinWait();
        }
        return before;
    }

    private static boolean ping(String uri) {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(uri).getPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), US_ASCII).equals("+PONG");
        } catch (IOException away) {
            return false;
        }
    }
}
