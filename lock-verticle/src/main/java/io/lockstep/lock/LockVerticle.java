package io.lockstep.lock;

import io.lockstep.contract.Bus;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.Locks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock room: serves the lock operations on the bus, and announces what is taken and what ends. Any number of instances
 * and nodes may serve the same Redis. The start fails with one sentence when Redis does not answer in time.
 */
public final class LockVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LockVerticle.class);
    private static final long COUNT_INTERVAL_MS = 5_000;

    private final LockConfig config;
    private final MeterRegistry registry;
    private @Nullable RedisLink link;

    /** With its figures for nobody. */
    public LockVerticle(LockConfig config) {
        this(config, new SimpleMeterRegistry());
    }

    /** With its figures in a registry, where there is one such verticle for each. */
    public LockVerticle(LockConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var redis = new RedisLink(vertx, config);
        var store = new RedisLockStore(redis, RedisLockStore.Limits.of(config));
        var service = new LockService(
                store, config, new Events(bus)::publish, new LockMetrics(registry), InstantSource.system());
        link = redis;
        return redis.open()
                .compose(connected -> Future.all(List.of(
                        bus.serve(Locks.ACQUIRE, service::acquire),
                        bus.serve(Locks.ACQUIRE_ALL, service::acquire),
                        bus.serve(Locks.RELEASE, service::release),
                        bus.serve(Locks.BREAK, service::breakLock),
                        bus.serve(Locks.KNOCK, service::knock),
                        bus.serve(Locks.LIST, service::list),
                        bus.serve(Locks.HEADS, service::heads),
                        bus.serve(Locks.CHECK, service::check),
                        bus.serve(Locks.ATTENDEES, service::attendees),
                        bus.serve(Locks.ATTEND, service::attend),
                        bus.serve(Locks.AUDIT, service::audit))))
                .onSuccess(serving -> {
                    every(config.pollInterval().toMillis(), service::expire);
                    every(COUNT_INTERVAL_MS, service::count);
                })
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        return link == null ? Future.succeededFuture() : link.close();
    }

    /** Does the work again and again, never twice at a time. */
    private void every(long intervalMillis, Supplier<Future<Void>> work) {
        var isBusy = new boolean[1];
        vertx.setPeriodic(intervalMillis, timer -> {
            if (!isBusy[0]) {
                isBusy[0] = true;
                Future.succeededFuture()
                        .compose(go -> work.get())
                        .onComplete(done -> isBusy[0] = false)
                        .onFailure(LockVerticle::report);
            }
        });
    }

    private static void report(Throwable failure) {
        // The link has already said that Redis is away; the next round does what this one could not.
        if (!(failure instanceof ServiceException)) {
            LOG.atError().setCause(failure).log("due locks could not be ended");
        }
    }
}
