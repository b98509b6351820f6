package io.lockstep.dispatcher;

import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;

/**
 * The dispatcher room: takes events from the bus and from Redis, and hands them to the gateways by shard. Any number of
 * nodes may run it; the start does not wait for Redis.
 */
public final class DispatcherVerticle extends VerticleBase {
    private final DispatcherConfig config;
    private final DispatcherService service = new DispatcherService();
    private Optional<RedisIngress> ingress = Optional.empty();

    public DispatcherVerticle(DispatcherConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        var events = new Events(new Bus(vertx));
        if (!config.redisUris().isEmpty()) {
            ingress = Optional.of(new RedisIngress(vertx, config, published -> dispatch(events, published)));
        }
        return events.onPublished(published -> dispatch(events, published.events()))
                .completion()
                .onSuccess(registered -> ingress.ifPresent(RedisIngress::open));
    }

    @Override
    public Future<?> stop() {
        return ingress.map(RedisIngress::close).orElseGet(Future::succeededFuture);
    }

    private void dispatch(Events events, List<Event> published) {
        service.route(published).forEach(events::deliver);
    }
}
