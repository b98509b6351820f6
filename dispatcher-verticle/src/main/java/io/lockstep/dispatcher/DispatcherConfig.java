package io.lockstep.dispatcher;

import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of the dispatcher verticle.
 *
 * @param redisUri where other services publish {@code notify_custom}: {@code redis://} or, with TLS,
 *     {@code rediss://[user:password@]host[:port][/database]}; empty switches the ingress off
 * @param leaseTtl after which a crashed node loses the ingress to another one; 4 seconds
 * @param leaseInterval how often the lease is renewed or asked for, and the connection tried; 1 second
 * @param commandTimeout after which a silent connection counts as broken; 2 seconds
 */
public record DispatcherConfig(
        Optional<String> redisUri, Duration leaseTtl, Duration leaseInterval, Duration commandTimeout) {

    public DispatcherConfig {
        redisUri.ifPresent(uri -> {
            if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
                throw new IllegalArgumentException("the Redis URI must start with redis:// or rediss://");
            }
        });
        if (leaseInterval.toMillis() < 1 || commandTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("leaseInterval and commandTimeout must be at least 1 ms");
        }
        if (leaseTtl.compareTo(leaseInterval.plus(commandTimeout)) <= 0) {
            throw new IllegalArgumentException(
                    "leaseTtl must be longer than leaseInterval and commandTimeout together");
        }
    }

    /** Defaults for everything else. */
    public static DispatcherConfig ofUri(String redisUri) {
        return new DispatcherConfig(
                Optional.of(redisUri), Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** Events of the bus only. */
    public static DispatcherConfig withoutIngress() {
        return new DispatcherConfig(
                Optional.empty(), Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** Without the URI, which may carry a password. */
    @Override
    public String toString() {
        return "DispatcherConfig[ingress=" + redisUri.isPresent() + ", leaseTtl=" + leaseTtl + ", leaseInterval="
                + leaseInterval + ", commandTimeout=" + commandTimeout + "]";
    }
}
