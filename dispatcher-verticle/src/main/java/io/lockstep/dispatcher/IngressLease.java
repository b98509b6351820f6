package io.lockstep.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The right of one dispatcher to listen to Redis: every subscriber gets every message, so with two listening nodes each
 * message would be delivered twice.
 *
 * <p>It is a key with a TTL that holds the owner's token. The owner counts the time from before he asked, by his own clock,
 * so he stops believing in it before Redis gives it to another one. Confined to one event loop.
 */
final class IngressLease {
    static final String KEY = "lockstep:ingress";

    private static final String HOLD = load("hold.lua");
    private static final String RELEASE = load("release.lua");

    private final String key;
    private final String token = UUID.randomUUID().toString();
    private final Duration ttl;
    private final LongSupplier nanoTime;
    private long heldUntilNanos;

    /**
     * Not held yet.
     *
     * @param namespace what stands before all names in Redis
     * @param nanoTime as {@link System#nanoTime}
     */
    IngressLease(String namespace, Duration ttl, LongSupplier nanoTime) {
        this.key = namespace + KEY;
        this.ttl = ttl;
        this.nanoTime = nanoTime;
        this.heldUntilNanos = nanoTime.getAsLong();
    }

    /** Takes or renews the lease; the answer says whether it is ours now. */
    Future<Boolean> hold(RedisConnection redis) {
        var askedNanos = nanoTime.getAsLong();
        return redis.send(eval(HOLD).arg(token).arg(ttl.toMillis()))
                .map(reply -> reply.toInteger() == 1)
                .onSuccess(isOurs -> heldUntilNanos = isOurs ? askedNanos + ttl.toNanos() : askedNanos);
    }

    /** Gives the lease back if it is ours, so that another node need not wait for its end. */
    Future<Void> release(RedisConnection redis) {
        heldUntilNanos = nanoTime.getAsLong();
        return redis.send(eval(RELEASE).arg(token)).mapEmpty();
    }

    boolean isHeld() {
        return nanoTime.getAsLong() - heldUntilNanos < 0;
    }

    private Request eval(String script) {
        return Request.cmd(Command.EVAL).arg(script).arg(1).arg(key);
    }

    private static String load(String name) {
        try (var file = Objects.requireNonNull(IngressLease.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
