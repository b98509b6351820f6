package io.lockstep.dispatcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.push.PreAuth;
import io.lockstep.contract.push.PushNodes;
import io.lockstep.contract.push.SelfTests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The dispatcher room: takes events from the bus and from Redis, hands them to the gateways by shard, and keeps in Redis what
 * the push protocol needs of all nodes. Any number of nodes may run it; the start does not wait for Redis.
 */
public final class DispatcherVerticle extends VerticleBase {
    /** What is published takes less than that to come in through another node. */
    private static final long ON_ITS_WAY_MS = 50;

    /** A Nextcloud waits 110 ms for the counts. */
    private static final long COUNTING_MS = 50;

    private final DispatcherConfig config;
    private final MeterRegistry registry;
    private final LogLevels levels;
    private final DispatcherService service = new DispatcherService();
    private final List<Runnable> opened = new ArrayList<>();
    private Future<Void> closed = Future.succeededFuture();

    public DispatcherVerticle(DispatcherConfig config) {
        this(config, new SimpleMeterRegistry(), LogLevels.FIXED);
    }

    public DispatcherVerticle(DispatcherConfig config, MeterRegistry registry, LogLevels levels) {
        this.config = config;
        this.registry = registry;
        this.levels = levels;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var events = new Events(bus);
        var listening = events.onPublished(published -> dispatch(events, published.events()))
                .completion();
        return config.redisUris().isEmpty() ? listening : listening.compose(registered -> openRedis(bus, events));
    }

    private Future<?> openRedis(Bus bus, Events events) {
        var meters = new IngressMeters(registry);
        var store = new RedisPushStore(vertx, config);
        var storages = storages(meters);
        var push = new PushService(store, config.secret(), () -> vertx.timer(ON_ITS_WAY_MS, MILLISECONDS));
        var nodes = new PushNodes(bus);
        var asking = UUID.randomUUID().toString();
        var census = new PushCensus(() -> nodes.count(asking), () -> vertx.timer(COUNTING_MS, MILLISECONDS), meters);
        var inOrder = new InOrder(published -> dispatch(events, published));
        var room = new PushRoom(inOrder, push, store, storages, nodes, census, levels);
        var ingress = new RedisIngress(vertx, config, room::accept, meters);
        opened.addAll(List.of(store::close, storages::close));
        var preAuth = new PreAuth(bus);
        var tests = new SelfTests(bus);
        return Future.all(List.of(
                        preAuth.servePut(push::put),
                        preAuth.serveTake(push::take),
                        tests.serve(SelfTests.CHECK, push::check),
                        tests.serve(SelfTests.MOUNTS, room::mounts),
                        tests.serve(SelfTests.VERSION, push::version),
                        tests.serve(SelfTests.HEALTH, asked -> push.health()),
                        nodes.onCounts(asking, census::counted).completion()))
                .onSuccess(serving -> {
                    ingress.open();
                    opened.add(() -> closed = ingress.close());
                });
    }

    private StorageMap storages(IngressMeters meters) {
        return config.storages()
                .<StorageMap>map(known -> new CachedStorageMap(
                        new PgStorageMap(vertx, known, meters),
                        System::nanoTime,
                        () -> ThreadLocalRandom.current().nextDouble()))
                .orElseGet(NoStorageMap::new);
    }

    @Override
    public Future<?> stop() {
        opened.forEach(Runnable::run);
        return closed;
    }

    private void dispatch(Events events, List<Event> published) {
        service.route(published).forEach(events::deliver);
    }
}
