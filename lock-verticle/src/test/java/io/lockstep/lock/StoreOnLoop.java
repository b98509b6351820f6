package io.lockstep.lock;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
        store = new RedisLockStore(link, clockMillis);
    }

    static StoreOnLoop open(LockConfig config, Optional<LongSupplier> clockMillis) throws TimeoutException {
        var opened = new StoreOnLoop(config, clockMillis);
        opened.on(opened.link::open).await(30, SECONDS);
        return opened;
    }

    @Override
    public Future<Answer<Acquisition>> acquire(AcquireLock request) {
        return on(() -> store.acquire(request));
    }

    @Override
    public Future<Answer<Release>> release(ReleaseLock request) {
        return on(() -> store.release(request));
    }

    @Override
    public Future<LockSnapshot> list(ListLocks request) {
        return on(() -> store.list(request));
    }

    @Override
    public Future<Void> expire(Consumer<List<Ended>> announce) {
        return on(() -> store.expire(announce));
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
