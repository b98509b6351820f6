package io.lockstep.lock;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * The configuration of the lock verticle.
 *
 * @param redisUri {@code redis://} or, with TLS, {@code rediss://[user:password@]host[:port][/database]}
 * @param maxTtl the longest time for which a lock is given; 1 hour
 * @param pollInterval how often due locks are looked for; 100 ms
 * @param commandTimeout after which a command's outcome counts as unknown and the connection as broken; 1 second
 * @param startTimeout how long the start waits for Redis; 10 seconds
 */
public record LockConfig(
        String redisUri, Duration maxTtl, Duration pollInterval, Duration commandTimeout, Duration startTimeout) {

    private static final int DEFAULT_PORT = 6379;

    public LockConfig {
        var scheme = parse(redisUri).getScheme();
        if (!"redis".equals(scheme) && !"rediss".equals(scheme)) {
            throw new IllegalArgumentException("the Redis URI must start with redis:// or rediss://");
        }
        requirePositive(maxTtl, "maxTtl");
        requirePositive(pollInterval, "pollInterval");
        requirePositive(commandTimeout, "commandTimeout");
        requirePositive(startTimeout, "startTimeout");
    }

    /** Defaults for everything else. */
    public static LockConfig ofUri(String redisUri) {
        return new LockConfig(
                redisUri, Duration.ofHours(1), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    /** Host and port without the password, for logs. */
    String redisAddress() {
        var uri = parse(redisUri);
        return uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }

    /** Without the URI, which may carry a password. */
    @Override
    public String toString() {
        return "LockConfig[maxTtl=" + maxTtl + ", pollInterval=" + pollInterval + ", commandTimeout=" + commandTimeout
                + ", startTimeout=" + startTimeout + "]";
    }

    private static URI parse(String redisUri) {
        try {
            return new URI(redisUri);
        } catch (URISyntaxException carriesThePassword) {
            throw new IllegalArgumentException("the Redis URI is malformed");
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 ms");
        }
    }
}
