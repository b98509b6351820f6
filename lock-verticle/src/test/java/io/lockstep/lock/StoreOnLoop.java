package io.lockstep.lock;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A Redis lock store with an event loop of its own, as a verticle would have it, for use from the test's thread. */
final class StoreOnLoop implements LockStore, AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final RedisLink link;
    private final LockStore store;

    private StoreOnLoop(LockConfig config, Optional<LongSupplier> clockMillis) {
        link = new RedisLink(vertx, config);
        store = new RedisLockStore(link, limits(config), clockMillis);
    }

    private static RedisLockStore.Limits limits(LockConfig config) {
        var limits = LockStoreContract.LIMITS;
        return new RedisLockStore.Limits(
                limits.grantTtl(),
                limits.disconnectGrace(),
                limits.maxTtl(),
                limits.maxWaiting(),
                limits.auditLength(),
                config.redisType() == RedisClientType.CLUSTER);
    }

    static StoreOnLoop open(LockConfig config, Optional<LongSupplier> clockMillis) throws TimeoutException {
        var opened = new StoreOnLoop(config, clockMillis);
        opened.on(opened.link::open).await(30, SECONDS);
        return opened;
    }

    @Override
    public Future<Answer<Acquisition>> acquire(Claim claim) {
        return on(() -> store.acquire(claim));
    }

    @Override
    public Future<Answer<Release>> release(ReleaseLock request) {
        return on(() -> store.release(request));
    }

    @Override
    public Future<Answer<Optional<Lock>>> breakLock(BreakLock request) {
        return on(() -> store.breakLock(request));
    }

    @Override
    public Future<LockSnapshot> list(ListLocks request) {
        return on(() -> store.list(request));
    }

    @Override
    public Future<List<Long>> heads(List<String> spaces) {
        return on(() -> store.heads(spaces));
    }

    @Override
    public Future<Void> expire(Consumer<Due> announce) {
        return on(() -> store.expire(announce));
    }

    @Override
    public Future<Long> attend(List<Attendee> attendees) {
        return on(() -> store.attend(attendees));
    }

    @Override
    public Future<LockAudit> audit(ListLockAudit request) {
        return on(() -> store.audit(request));
    }

    @Override
    public Future<List<Attendee>> attendees() {
        return on(store::attendees);
    }

    @Override
    public Future<Census> census() {
        return on(store::census);
    }

    <T> Future<T> on(Supplier<Future<T>> action) {
        var promise = Promise.<T>promise();
        loop.runOnContext(now -> action.get().onComplete(promise));
        return promise.future();
    }

    /** Lets some time pass between two looks at something that announces itself in no other way. */
    void awaitTimer(long millis) throws TimeoutException {
        vertx.timer(millis, MILLISECONDS).await(10, SECONDS);
    }

    @Override
    public void close() {
        on(link::close).await();
        vertx.close().await();
    }
}
