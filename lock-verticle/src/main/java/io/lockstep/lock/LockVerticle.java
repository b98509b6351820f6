package io.lockstep.lock;

import io.lockstep.contract.Bus;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.Locks;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock room: serves acquire, release, list and check on the bus, and announces what is taken and what ends. Any number
 * of instances and nodes may serve the same Redis. The start fails with one sentence when Redis does not answer in time.
 */
public final class LockVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LockVerticle.class);

    private final LockConfig config;
    private @Nullable RedisLink link;
    private boolean isExpiring;

    public LockVerticle(LockConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var redis = new RedisLink(vertx, config);
        var service = new LockService(new RedisLockStore(redis), config.maxTtl(), new Events(bus)::publish);
        link = redis;
        return redis.open()
                .compose(connected -> Future.all(
                        bus.serve(Locks.ACQUIRE, service::acquire),
                        bus.serve(Locks.RELEASE, service::release),
                        bus.serve(Locks.LIST, service::list),
                        bus.serve(Locks.CHECK, service::check)))
                .onSuccess(serving -> vertx.setPeriodic(config.pollInterval().toMillis(), timer -> expire(service)))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        return link == null ? Future.succeededFuture() : link.close();
    }

    private void expire(LockService service) {
        if (isExpiring) {
            return;
        }
        isExpiring = true;
        Future.succeededFuture()
                .compose(go -> service.expire())
                .onComplete(done -> isExpiring = false)
                .onFailure(LockVerticle::report);
    }

    private static void report(Throwable failure) {
        // The link has already said that Redis is away; the next poll ends what this one could not.
        if (!(failure instanceof ServiceException)) {
            LOG.atError().setCause(failure).log("due locks could not be ended");
        }
    }
}
