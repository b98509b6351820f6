package io.lockstep.gateway;

import io.lockstep.contract.Require;
import java.time.Duration;
import java.util.List;

/**
 * What the gateway can be told.
 *
 * @param httpPort the public port; 0 for any free one
 * @param managementPort health and metrics; 0 for any free one
 * @param jwtSecret the HS256 key of the tokens it issues and accepts, at least 32 bytes
 * @param tokenTtl how long an issued token and a page's cookie are accepted
 * @param allowedOrigins origins besides the server's own whose pages may use a user's cookie and open sockets
 * @param instances event loops that serve sockets
 * @param maxBodyBytes a larger request body or socket message is refused with TOO_LARGE
 * @param outboxMaxFrames messages that may wait for one slow socket before it is told to resync
 * @param outboxMaxBytes the same in bytes
 * @param slowClientTimeout after which a socket that takes nothing is closed
 * @param maxSubscriptionsPerSession topics that one session may listen to
 */
public record GatewayConfig(
        String httpHost,
        int httpPort,
        String managementHost,
        int managementPort,
        String jwtSecret,
        Duration tokenTtl,
        List<String> allowedOrigins,
        int instances,
        int maxBodyBytes,
        int outboxMaxFrames,
        int outboxMaxBytes,
        Duration slowClientTimeout,
        int maxSubscriptionsPerSession) {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MAX_PORT = 65_535;

    public GatewayConfig {
        Require.within(httpPort, 0, MAX_PORT, "httpPort");
        Require.within(managementPort, 0, MAX_PORT, "managementPort");
        Require.within(jwtSecret.length(), MIN_SECRET_BYTES, Integer.MAX_VALUE, "jwtSecret");
        Require.within(instances, 1, 1024, "instances");
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Everything but addresses and secret at its default. */
    public static GatewayConfig of(
            String httpHost, int httpPort, String managementHost, int managementPort, String jwtSecret) {
        return new GatewayConfig(
                httpHost,
                httpPort,
                managementHost,
                managementPort,
                jwtSecret,
                Duration.ofHours(12),
                List.of(),
                Runtime.getRuntime().availableProcessors(),
                256 * 1024,
                4096,
                1024 * 1024,
                Duration.ofSeconds(30),
                10_000);
    }

    public GatewayConfig withAllowedOrigins(List<String> origins) {
        return new GatewayConfig(
                httpHost,
                httpPort,
                managementHost,
                managementPort,
                jwtSecret,
                tokenTtl,
                origins,
                instances,
                maxBodyBytes,
                outboxMaxFrames,
                outboxMaxBytes,
                slowClientTimeout,
                maxSubscriptionsPerSession);
    }
}
