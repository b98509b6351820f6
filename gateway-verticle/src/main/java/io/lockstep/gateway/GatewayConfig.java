package io.lockstep.gateway;

import io.lockstep.contract.Require;
import io.lockstep.gateway.auth.Nextcloud;
import io.lockstep.gateway.http.TrustedProxies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway can be told.
 *
 * @param httpPort the public port; 0 for any free one
 * @param jwtSecret the HS256 key of the tokens it issues and accepts, at least 32 bytes
 * @param tokenTtl how long an issued token and a page's cookie are accepted
 * @param allowedOrigins origins besides the server's own whose pages may use a user's cookie and open sockets
 * @param instances event loops that serve sockets
 * @param maxBodyBytes a larger request body or socket message is refused with TOO_LARGE
 * @param grace over how long sockets are told to come back elsewhere when the server stops; few are told at once
 * @param sockets how sockets are served, and how much each may cost
 * @param push how the push protocol is served
 * @param trustedProxies who is believed about where a request came from
 */
public record GatewayConfig(
        String httpHost,
        int httpPort,
        String jwtSecret,
        Duration tokenTtl,
        List<String> allowedOrigins,
        int instances,
        int maxBodyBytes,
        Duration grace,
        Sockets sockets,
        Push push,
        TrustedProxies trustedProxies) {
    public static final Duration TOKEN_TTL = Duration.ofHours(12);
    public static final int MAX_BODY_BYTES = 256 * 1024;

    private static final int MIN_SECRET_BYTES = 32;
    private static final int MAX_PORT = 65_535;

    public GatewayConfig {
        Require.within(httpPort, 0, MAX_PORT, "httpPort");
        Require.within(jwtSecret.length(), MIN_SECRET_BYTES, Integer.MAX_VALUE, "jwtSecret");
        Require.within(instances, 1, 1024, "instances");
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Everything but address and secret at its default. */
    public static GatewayConfig of(String httpHost, int httpPort, String jwtSecret) {
        return new GatewayConfig(
                httpHost,
                httpPort,
                jwtSecret,
                TOKEN_TTL,
                List.of(),
                Runtime.getRuntime().availableProcessors(),
                MAX_BODY_BYTES,
                Duration.ZERO,
                Sockets.standard(),
                Push.standard(),
                TrustedProxies.NONE);
    }

    public GatewayConfig withSockets(Sockets other) {
        return new GatewayConfig(
                httpHost,
                httpPort,
                jwtSecret,
                tokenTtl,
                allowedOrigins,
                instances,
                maxBodyBytes,
                grace,
                other,
                push,
                trustedProxies);
    }

    /**
     * How the push protocol is served.
     *
     * @param publicUrl what clients are told to connect to, {@code https://host[/path]}; empty for the address under which
     *     each of them reached us
     * @param maxDebounceSeconds the longest time for which notices of files and activity are collected, when many are
     *     connected; 0 tells everything at once
     * @param maxConnection after which a socket is closed; zero for never
     * @param nextcloud who checks passwords of push clients; empty for the accounts here
     */
    public record Push(
            Optional<String> publicUrl,
            int maxDebounceSeconds,
            Duration maxConnection,
            Optional<Nextcloud.Settings> nextcloud) {
        public Push {
            Require.within(maxDebounceSeconds, 0, 86_400, "maxDebounceSeconds");
        }

        /** The defaults. */
        public static Push standard() {
            return new Push(Optional.empty(), 15, Duration.ZERO, Optional.empty());
        }
    }

    /**
     * How sockets are served, and how much each may cost.
     *
     * @param takeover whether WebSockets leave Vert.x after their handshake, which makes them cheap; the other transports
     *     never do
     * @param mergeAboveFrames changes of one document that wait for a slow socket are merged when more than this many
     *     messages wait
     * @param outboxMaxFrames messages that may wait for one slow socket before it is told to resync
     * @param outboxMaxBytes the same in bytes
     * @param slowClientTimeout after which a socket that takes nothing is closed
     * @param maxSubscriptions topics that one session may listen to
     * @param maxPerUser sockets that one user may have open on this node
     */
    public record Sockets(
            boolean takeover,
            int mergeAboveFrames,
            int outboxMaxFrames,
            int outboxMaxBytes,
            Duration slowClientTimeout,
            int maxSubscriptions,
            int maxPerUser) {
        public Sockets {
            Require.within(mergeAboveFrames, 1, Integer.MAX_VALUE, "mergeAboveFrames");
            Require.within(outboxMaxFrames, 1, Integer.MAX_VALUE, "outboxMaxFrames");
            Require.within(outboxMaxBytes, 1, Integer.MAX_VALUE, "outboxMaxBytes");
            Require.within(maxSubscriptions, 1, Integer.MAX_VALUE, "maxSubscriptions");
            Require.within(maxPerUser, 1, Integer.MAX_VALUE, "maxPerUser");
        }

        /** The defaults. */
        public static Sockets standard() {
            return new Sockets(true, 256, 4096, 1024 * 1024, Duration.ofSeconds(30), 10_000, 1_000);
        }

        public Sockets withTakeover(boolean other) {
            return new Sockets(
                    other,
                    mergeAboveFrames,
                    outboxMaxFrames,
                    outboxMaxBytes,
                    slowClientTimeout,
                    maxSubscriptions,
                    maxPerUser);
        }

        public Sockets withSlowClientTimeout(Duration other) {
            return new Sockets(
                    takeover, mergeAboveFrames, outboxMaxFrames, outboxMaxBytes, other, maxSubscriptions, maxPerUser);
        }
    }
}
