package io.lockstep.dispatcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for services that publish to Redis: what they say comes in on the {@link Channel}s, in the order of their
 * publisher.
 *
 * <p>It keeps one connection for the lease and, while the lease is held, one that listens. Whatever breaks, both are thrown
 * away and made anew, for ever, after a pause of full jitter. What is published in between is lost; where the lease passes
 * from one node to another, a message may be lost, too, but is not delivered twice. Confined to one event loop.
 */
final class RedisIngress {
    private static final Logger LOG = LoggerFactory.getLogger(RedisIngress.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 2_000;
    private static final int MAX_DOUBLINGS = 5;

    private final Vertx vertx;
    private final DispatcherConfig config;
    private final Consumer<Ingested> sink;
    private final IngressMeters meters;
    private final IngressServer server;
    private final IngressLease lease;

    private Optional<Link> current = Optional.empty();
    private boolean isClosed;
    private boolean isAway;
    private int failures;

    RedisIngress(Vertx vertx, DispatcherConfig config, Consumer<Ingested> sink, IngressMeters meters) {
        this.vertx = vertx;
        this.config = config;
        this.sink = sink;
        this.meters = meters;
        this.lease = new IngressLease(config.namespace(), config.leaseTtl(), System::nanoTime);
        this.server = new IngressServer(config);
    }

    /** One client with its connections; a new one is made after every failure. */
    private final class Link {
        final Redis client = Redis.createClient(vertx, server.next());
        Optional<RedisConnection> commands = Optional.empty();
        Optional<Subscription> subscription = Optional.empty();

        boolean isCurrent() {
            return current.filter(link -> link == this).isPresent();
        }
    }

    /** Begins; never fails, as Redis may come later. */
    void open() {
        var link = new Link();
        current = Optional.of(link);
        connect(link)
                .onSuccess(connection -> {
                    link.commands = Optional.of(connection);
                    tick(link);
                })
                .onFailure(failure -> reopen(link, failure));
    }

    /** Gives the lease back and closes the connections. */
    Future<Void> close() {
        isClosed = true;
        var link = current;
        current = Optional.empty();
        return link.map(open -> open.commands
                        .map(connection -> within(lease.release(connection)))
                        .orElseGet(Future::succeededFuture)
                        .eventually(open.client::close)
                        .otherwiseEmpty())
                .orElseGet(Future::succeededFuture);
    }

    private void tick(Link link) {
        if (!link.isCurrent()) {
            return;
        }
        hold(link)
                .compose(isOurs -> isOurs ? listen(link) : silence(link))
                .onSuccess(done -> {
                    healthy();
                    vertx.setTimer(config.leaseInterval().toMillis(), timer -> tick(link));
                })
                .onFailure(failure -> reopen(link, failure));
    }

    private Future<Boolean> hold(Link link) {
        return within(lease.hold(link.commands.orElseThrow()));
    }

    private Future<Void> listen(Link link) {
        if (link.subscription.isEmpty()) {
            return connect(link).compose(connection -> subscribe(link, connection));
        }
        var subscription = link.subscription.get();
        if (subscription.isSilentFor(config.commandTimeout().plus(config.leaseInterval()))) {
            return Future.failedFuture("the connection is silent");
        }
        subscription.ping();
        return Future.succeededFuture();
    }

    private Future<Void> subscribe(Link link, RedisConnection connection) {
        var subscription = new Subscription(
                config.namespace(),
                connection,
                message -> accept(link, message),
                meters,
                failure -> reopen(link, failure),
                System::nanoTime);
        link.subscription = Optional.of(subscription);
        return within(subscription.open()).onSuccess(listening -> LOG.info("listening to Redis"));
    }

    private Future<Void> silence(Link link) {
        return link.subscription.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture("another node has taken over");
    }

    /** Only while the lease is held: a node that was frozen finds old messages in its socket. */
    private void accept(Link link, Ingested message) {
        if (link.isCurrent() && lease.isHeld()) {
            sink.accept(message);
        }
    }

    private Future<RedisConnection> connect(Link link) {
        return within(link.client.connect())
                .map(connection -> connection
                        .exceptionHandler(failure -> reopen(link, failure))
                        .endHandler(ended -> reopen(link, new IllegalStateException("the connection ended"))));
    }

    private <T> Future<T> within(Future<T> answer) {
        return answer.timeout(config.commandTimeout().toMillis(), MILLISECONDS);
    }

    private void healthy() {
        failures = 0;
        if (isAway) {
            isAway = false;
            LOG.info("Redis is back");
        }
    }

    private void reopen(Link broken, Throwable failure) {
        if (!broken.isCurrent()) {
            return;
        }
        current = Optional.empty();
        if (!server.follows(failure) && !isAway) {
            isAway = true;
            LOG.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("lost Redis: what others publish does not come in through this node");
        }
        broken.client
                .close()
                .onComplete(closed -> vertx.setTimer(pauseMillis(), timer -> {
                    if (!isClosed) {
                        open();
                    }
                }));
    }

    private long pauseMillis() {
        var most = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return ThreadLocalRandom.current().nextLong(1, most + 1);
    }
}
